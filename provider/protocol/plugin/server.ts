import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import type { SelfSigned } from '../certificate/self-signed';
import type { ProviderDefinition } from '../definition';
import { services } from '../proto/services';
import { toGrpc } from '../service/handler';
import { handlersOf } from '../service/handlers';
import { addGoPlugin } from './go-plugin';

const UNLIMITED = -1;

export async function listen(
  provider: ProviderDefinition,
  socket: string,
  credentials: ServerCredentials,
): Promise<Server> {
  const described = services();
  const server = new Server({
    'grpc.max_receive_message_length': UNLIMITED,
    'grpc.max_send_message_length': UNLIMITED,
  });
  const methods = Object.entries(handlersOf(provider)).map(([name, handle]) => [name, toGrpc(name, handle)]);
  server.addService(described.provider, Object.fromEntries(methods) as UntypedServiceImplementation);
  addGoPlugin(server, described);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, credentials, error => (error ? reject(error) : resolve()));
  });
  return server;
}

/** Both sides show a certificate, and each accepts only the other's. */
export const mutualTls = (own: SelfSigned, clientCertificatePem: string): ServerCredentials =>
  ServerCredentials.createSsl(
    Buffer.from(clientCertificatePem),
    [{ private_key: Buffer.from(own.privateKeyPem), cert_chain: Buffer.from(own.certificatePem) }],
    true,
  );
