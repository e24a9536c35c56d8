import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, symlinkSync } from 'node:fs';
import { inspect } from 'node:util';
import { TransportError, ValidationError } from '../../lib/errors';
import { encryptedKey, newKey } from './keys';
import { Bench, failure } from './setup';

describe('login', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  test('refused: says what was tried and what the host accepts', async () => {
    const { port } = await bench.server({ authorized: [newKey()] });
    const target = bench.target(port);
    const error = await failure(bench.connect(target));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'auth', retryable: false });
    expect(error.message).toContain(`login as 'root' was refused: tried ${target.identityFile}`);
    expect(error.message).toContain('authorized_keys');
  });

  test('nothing to try', async () => {
    const { port } = await bench.server();
    const config = bench.file('config', 'IdentityFile none\n');
    const error = await failure(bench.connect(bench.target(port, { identityFile: undefined, config })));
    expect(error.message).toContain('there was no key to try');
  });

  test('an identity file in a path with spaces', async () => {
    const { port } = await bench.server();
    const identityFile = bench.file('id with spaces', bench.userKey.private);
    await bench.connect(bench.target(port, { identityFile }));
  });

  const hazards: [string, (bench: Bench) => string, string][] = [
    ['missing', b => `${b.folder}/none`, 'does not exist'],
    ['a folder', b => b.folder, 'is not a regular file'],
    ['a link to /dev/zero', b => link(b, '/dev/zero'), 'is not a regular file'],
    ['a fifo', b => fifo(b), 'is not a regular file'],
    ['too large', b => b.file('big', Buffer.alloc(70_000)), 'is larger than 65536 bytes'],
    ['empty', b => b.file('empty', ''), 'is not a private key'],
    ['something else', b => b.file('else', 'root:x:0:0:canary\n'), 'is not a private key'],
    ['readable by others', b => b.file('open', b.userKey.private, 0o644), 'chmod 600'],
    ['encrypted', b => b.file('enc', encryptedKey('c', 'secret')), 'ssh-add'],
  ];
  test.each(hazards)('an identity file that is %s', async (_, make, words) => {
    const { port, connections } = await bench.server();
    const error = await failure(bench.connect(bench.target(port, { identityFile: make(bench) })));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.message).toContain("'identityFile'");
    expect(error.message).toContain(words);
    expect(error.message).not.toContain('canary');
    expect(connections.size).toBe(0);
  });

  test('by an agent, which may hold the key of an encrypted file', async () => {
    const { port } = await bench.server();
    const socket = `${bench.folder}/agent`;
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      while (!existsSync(socket)) await new Promise(resolve => setTimeout(resolve, 20));
      const env = { ...process.env, SSH_AUTH_SOCK: socket };
      execFileSync('ssh-add', [bench.file('other', newKey().private)], { env, stdio: 'ignore' });
      execFileSync('ssh-add', [bench.file('mine', bench.userKey.private)], { env, stdio: 'ignore' });
      const config = bench.file('config', `IdentityAgent ${socket}\nIdentityFile none\n`);
      await bench.connect(bench.target(port, { identityFile: undefined, agent: socket }));
      await bench.connect(bench.target(port, { identityFile: undefined, agent: undefined, config }));

      const enc = bench.file('enc', encryptedKey('c', 'secret'));
      bench.file('enc.pub', bench.userKey.public);
      await bench.connect(bench.target(port, { identityFile: enc, agent: socket }));

      const only = bench.file(
        'only',
        `IdentitiesOnly yes\nIdentityFile ${bench.file('x.pub', newKey().public)}\n`,
      );
      const error = await failure(
        bench.connect(bench.target(port, { identityFile: undefined, agent: socket, config: only })),
      );
      expect(error.message).toContain(`agent ${socket} (0 keys)`);
    } finally {
      agent.kill();
    }
  });

  test('an agent that is not there is told of', async () => {
    const { port } = await bench.server({ authorized: [] });
    const error = await failure(bench.connect(bench.target(port, { agent: `${bench.folder}/no-agent` })));
    expect(error.message).toContain('the agent failed');
  });

  test('no key material in errors, JSON or inspected objects', async () => {
    const canary = `canary-${randomBytes(12).toString('hex')}`;
    const passphrase = `passphrase-${canary}`;
    const key = newKey('ed25519', canary);
    const body = key.private.split('\n')[3] ?? 'no body';
    const { port } = await bench.server({ authorized: [key] });
    const identityFile = bench.file('canary', key.private);
    const host = await bench.connect(bench.target(port, { identityFile }));
    const refused = await bench.server({ authorized: [] });
    const errors = await Promise.all([
      failure(bench.connect(bench.target(refused.port, { identityFile }))),
      failure(
        bench.connect(
          bench.target(port, { identityFile: bench.file('enc', encryptedKey(canary, passphrase)) }),
        ),
      ),
      failure(
        bench.connect(bench.target(port, { identityFile: bench.file('torn', key.private.slice(0, -90)) })),
      ),
      failure(host.exec('kill -9 $$')),
    ]);
    const seen = [host, ...errors].map(
      thing => inspect(thing, { depth: 9, showHidden: true }) + JSON.stringify(thing),
    );
    expect(errors.map(error => error.name)).toEqual([
      'TransportError',
      'ValidationError',
      'ValidationError',
      expect.stringMatching(/Error$/),
    ]);
    for (const secret of [canary, passphrase, body]) expect(seen.join('\n')).not.toContain(secret);
  });
});

function link(bench: Bench, to: string): string {
  symlinkSync(to, `${bench.folder}/link`);
  return `${bench.folder}/link`;
}

function fifo(bench: Bench): string {
  execFileSync('mkfifo', [`${bench.folder}/fifo`]);
  return `${bench.folder}/fifo`;
}
