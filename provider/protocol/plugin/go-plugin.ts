import type {
  Server,
  ServerDuplexStream,
  ServerUnaryCall,
  ServerWritableStream,
  sendUnaryData,
} from '@grpc/grpc-js';
import type { services } from '../proto/services';

type Stream = ServerDuplexStream<object, object> | ServerWritableStream<object, object>;

/** go-plugin kills after 2 s what has not ended. */
const LINGER_MS = 1000;

/** What go-plugin's client expects of any plugin: a way to end it, and two streams that stay silent. */
export function addGoPlugin(server: Server, described: ReturnType<typeof services>): void {
  const open = new Set<Stream>();
  const keepOpen = (stream: Stream) => {
    open.add(stream);
    stream.on('cancelled', () => open.delete(stream));
    stream.on('error', () => open.delete(stream));
    if ('read' in stream) stream.on('end', () => stream.end()).resume();
  };
  server.addService(described.broker, { StartStream: keepOpen });
  server.addService(described.stdio, { StreamStdio: keepOpen });
  server.addService(described.controller, {
    Shutdown(_: ServerUnaryCall<object, object>, respond: sendUnaryData<object>) {
      respond(null, {});
      for (const stream of open) stream.end();
      server.tryShutdown(() => process.exit(0));
      setTimeout(() => process.exit(0), LINGER_MS);
    },
  });
}
