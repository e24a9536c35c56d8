import { TransportError } from '../../lib/errors';
import { Bench, failure, knownLine } from './setup';

describe('a connection that is lost', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  test('while a program runs: outcome unknown', async () => {
    const server = await bench.server();
    const host = await bench.connect(bench.target(server.port));
    const error = await failure(host.exec('echo started; sleep 1000', { onStdout: () => server.drop() }));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'outcome-unknown', retryable: true });
    expect(error.message).toContain('outcome unknown');
    expect(await host.closed).toMatchObject({ code: 'dropped' });
  });

  test('before a program was sent: it did not start', async () => {
    const server = await bench.server();
    const host = await bench.connect(bench.target(server.port));
    server.drop();
    expect(await host.closed).toBeInstanceOf(TransportError);
    expect(await failure(host.exec('true'))).toMatchObject({ code: 'not-started', retryable: true });
  });

  test('after the program has ended but before its reply: outcome unknown', async () => {
    const server = await bench.server({
      answer: (channel, _, connection) => {
        channel.resume();
        channel.on('end', () => connection.end());
      },
    });
    const host = await bench.connect(bench.target(server.port));
    expect(await failure(host.exec('true'))).toMatchObject({ code: 'outcome-unknown' });
  });

  test('without a word is noticed by its silence', async () => {
    const server = await bench.server();
    const wire = await bench.wire(server.port);
    const knownHostsFile = bench.file('kh', knownLine(wire.port, bench.hostKey));
    const host = await bench.connect(bench.target(wire.port, { knownHostsFile, keepaliveSec: 1 }));
    const error = await failure(host.exec('echo started; sleep 1000', { onStdout: () => wire.freeze() }));
    expect(error).toMatchObject({ code: 'outcome-unknown' });
    expect(error.message).toContain('nothing came from the host for 3 s');
    expect(await host.closed).toBeInstanceOf(TransportError);
  });

  test('an idle one is kept alive', async () => {
    const server = await bench.server();
    const host = await bench.connect(bench.target(server.port, { keepaliveSec: 0.4 }));
    expect((await host.exec('sleep 2.5; echo alive')).stdout).toBe('alive\n');
  });

  test('closed here: closed resolves with nothing, and what ran is given up', async () => {
    const server = await bench.server();
    const host = await bench.connect(bench.target(server.port));
    const running = failure(host.exec('sleep 1000'));
    host.close();
    host.close();
    expect(await running).toBeInstanceOf(TransportError);
    expect(await host.closed).toBeUndefined();
    expect(await failure(host.exec('true'))).toMatchObject({ code: 'not-started' });
  });

  test('closed here while the host is silent: over all the same', async () => {
    const server = await bench.server();
    const wire = await bench.wire(server.port);
    const knownHostsFile = bench.file('kh', knownLine(wire.port, bench.hostKey));
    const host = await bench.connect(bench.target(wire.port, { knownHostsFile }));
    wire.freeze();
    host.close();
    expect(await host.closed).toBeUndefined();
  });

  test('knows both ends of its TCP connection', async () => {
    const server = await bench.server();
    const host = await bench.connect(bench.target(server.port));
    expect(host).toMatchObject({ host: '127.0.0.1', localAddress: '127.0.0.1', remotePort: server.port });
  });
});
