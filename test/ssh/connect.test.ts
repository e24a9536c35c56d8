import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { TransportError } from '../../lib/errors';
import { resolveTarget } from '../../lib/ssh';
import { dial } from '../../lib/ssh/dial';
import { Bench, failure } from './setup';

describe('connecting', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  test('refused', async () => {
    const server = await bench.server();
    await server.close();
    const error = await failure(bench.connect(bench.target(server.port)));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'refused', retryable: true });
    expect(error.message).toMatch(/^cannot connect to host '127.0.0.1': 127.0.0.1 port \d+ refused/);
  });

  test('a name without an address', async () => {
    const target = { ...bench.target(1), host: 'kvm01.invalid' };
    expect(await failure(bench.connect(target))).toMatchObject({ code: 'dns' });
  });

  test('a host that says nothing, or something else, or hangs up', async () => {
    for (const [greeting, code] of [
      ['', 'timeout'],
      ['HTTP/1.1 400 Bad Request\r\n\r\n', 'timeout'],
      ['SSH-1.0-old\r\n', 'handshake'],
      [undefined, 'dropped'],
    ] as const) {
      const tcp = createServer(socket => {
        socket.on('error', () => {});
        if (greeting === undefined) socket.end();
        else socket.write(greeting);
      });
      await new Promise<void>(resolve => tcp.listen(0, '127.0.0.1', resolve));
      const { port } = tcp.address() as { port: number };
      const error = await failure(bench.connect(bench.target(port, { connectTimeoutSec: 0.5 })));
      expect([greeting, (error as TransportError).code]).toEqual([greeting, code]);
      tcp.close();
    }
  });

  test('a name with two addresses: the second is tried', async () => {
    const { port } = await bench.server();
    const target = await resolveTarget(bench.target(port));
    // Nothing listens on 127.0.0.9.
    const socket = await dial(target, async () => [{ address: '127.0.0.9' }, { address: '127.0.0.1' }]);
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
    const error = await failure(
      dial(target, async () => [{ address: '127.0.0.9' }, { address: '127.0.0.8' }]),
    );
    expect(error.message).toMatch(/127\.0\.0\.9 port \d+ refused.*127\.0\.0\.8 port \d+ refused/);
  });

  test('after close nothing keeps the process alive', async () => {
    const server = await bench.server();
    const target = bench.file('target.json', JSON.stringify(bench.target(server.port)));
    const program = bench.file(
      'program.ts',
      `import { readFileSync } from 'node:fs';
       import { connect } from ${JSON.stringify(join(__dirname, '../../lib/ssh'))};
       void (async () => {
         const host = await connect(JSON.parse(readFileSync(${JSON.stringify(target)}, 'utf8')));
         console.log((await host.exec('echo done')).stdout);
         host.close();
       })();`,
    );
    const child = spawn(process.execPath, ['--import', 'tsx', program], { cwd: join(__dirname, '../..') });
    let output = '';
    child.stdout.on('data', data => (output += data));
    child.stderr.on('data', data => (output += data));
    const code = await new Promise(resolve => child.on('exit', resolve));
    expect([code, output.trim()]).toEqual([0, 'done']);
  }, 60_000);
});
