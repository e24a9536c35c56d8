import { execFileSync } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { TransportError } from '../../lib/errors';
import { fingerprint } from '../../lib/ssh';
import { newKey } from './keys';
import { Bench, failure, knownLine } from './setup';

describe('the host key', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  const hashed = (port: number) => {
    const salt = randomBytes(20);
    const hash = createHmac('sha1', salt).update(`[127.0.0.1]:${port}`).digest('base64');
    return `|1|${salt.toString('base64')}|${hash} ${bench.hostKey.public}\n`;
  };

  test.each<[string, (port: number, key: string) => string]>([
    ['plain', (port, key) => `[127.0.0.1]:${port} ${key}`],
    ['hashed', port => hashed(port)],
    ['in a list', (port, key) => `kvm01,[127.0.0.1]:${port} ${key} comment with spaces`],
    ['by a wildcard', (_, key) => `[127.0.0.*]:* ${key}`],
    [
      'after comments, garbled lines and CRLF',
      (port, key) => `# x\r\n\ngarbage\n[127.0.0.1]:${port} ${key}\r\n`,
    ],
    [
      'beside another of its keys',
      (port, key) =>
        `${knownLine(port, newKey())}${knownLine(port, newKey('ecdsa'))}[127.0.0.1]:${port} ${key}`,
    ],
  ])('known %s', async (_, lines) => {
    const { port } = await bench.server();
    const knownHostsFile = bench.file('kh', lines(port, bench.hostKey.public));
    const host = await bench.connect(bench.target(port, { knownHostsFile }));
    expect((await host.exec('echo in')).stdout).toBe('in\n');
  });

  test.each<[string, (port: number, key: string) => string | undefined]>([
    ['for another port', (port, key) => `[127.0.0.1]:${port + 1} ${key}`],
    ['for port 22', (_, key) => `127.0.0.1 ${key}`],
    ['negated', (port, key) => `[127.0.0.1]:*,![127.0.0.1]:${port} ${key}`],
    ['in a missing file', () => undefined],
    ['in an empty file', () => ''],
    ['in a garbled file', () => '\0\x1b[2J\xff\n|1|x\nssh-ed25519\n@@ @\n'],
    ['in a torn line', (port, key) => `[127.0.0.1]:${port} ${key.slice(0, 30)}`],
    ['as a certificate authority', (port, key) => `@cert-authority [127.0.0.1]:${port} ${key}`],
  ])('%s is unknown', async (_, lines) => {
    const { port } = await bench.server();
    const content = lines(port, bench.hostKey.public);
    const knownHostsFile = content === undefined ? `${bench.folder}/missing` : bench.file('kh', content);
    const error = await failure(bench.connect(bench.target(port, { knownHostsFile })));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'host-key-unknown', retryable: false });
    expect(error.message).toContain(knownHostsFile);
    expect(error.message).toContain(fingerprint(bench.hostKey.blob));
    expect(error.message).toContain(
      `[127.0.0.1]:${port} ssh-ed25519 ${bench.hostKey.blob.toString('base64')}`,
    );
    expect(error.message).not.toMatch(/\p{Cc}/u);
  });

  test('says why it passed over a file or a line', async () => {
    const { port } = await bench.server();
    const files = [
      `${bench.folder}/missing`,
      bench.file('empty', ''),
      bench.file('torn', 'garbage'),
      '/dev/null',
      bench.file('ca', `@cert-authority * ${bench.hostKey.public}`),
    ];
    const error = await failure(bench.connect(bench.target(port, { knownHostsFile: files })));
    expect(error.message).toContain('missing does not exist');
    expect(error.message).toContain('empty is empty');
    expect(error.message).toContain('torn:1 is garbled');
    expect(error.message).toContain('/dev/null is not a regular file');
    expect(error.message).toContain('ca:1 is passed over: host certificates');
  });

  test('changed: both fingerprints, file and line', async () => {
    const { port } = await bench.server();
    const old = newKey();
    const knownHostsFile = bench.file('kh', `# one\n${knownLine(port, old)}`);
    const error = await failure(bench.connect(bench.target(port, { knownHostsFile })));
    expect(error).toMatchObject({ code: 'host-key-changed', retryable: false });
    expect(error.message).toContain(fingerprint(old.blob));
    expect(error.message).toContain(fingerprint(bench.hostKey.blob));
    expect(error.message).toContain(`${knownHostsFile}:2`);
  });

  test('of another type than the one on record is a changed key', async () => {
    const { port } = await bench.server();
    const knownHostsFile = bench.file('kh', knownLine(port, newKey('ecdsa')));
    const error = await failure(bench.connect(bench.target(port, { knownHostsFile })));
    expect(error).toMatchObject({ code: 'host-key-changed' });
  });

  test('of the type on record is asked for first', async () => {
    const ecdsa = newKey('ecdsa');
    const { port } = await bench.server({ hostKeys: [bench.hostKey, ecdsa] });
    const knownHostsFile = bench.file('kh', knownLine(port, ecdsa));
    await bench.connect(bench.target(port, { knownHostsFile }));
  });

  test('revoked, even when it is also known', async () => {
    const { port } = await bench.server();
    const knownHostsFile = [
      bench.file('kh', knownLine(port, bench.hostKey)),
      bench.file('revoked', `@revoked * ${bench.hostKey.public}\n`),
    ];
    const error = await failure(bench.connect(bench.target(port, { knownHostsFile })));
    expect(error).toMatchObject({ code: 'host-key-revoked' });
    expect(error.message).toContain('revoked:1');
  });

  test('pinned by fingerprint or by key wins over known_hosts', async () => {
    const { port } = await bench.server();
    const knownHostsFile = bench.file('kh', knownLine(port, newKey()));
    for (const hostKey of [fingerprint(bench.hostKey.blob), bench.hostKey.public]) {
      await bench.connect(bench.target(port, { knownHostsFile, hostKey }));
    }
  });

  test('other than the pinned one is refused, known or not', async () => {
    const { port } = await bench.server();
    for (const hostKey of [fingerprint(newKey().blob), newKey().public, newKey('ecdsa').public]) {
      const error = await failure(bench.connect(bench.target(port, { hostKey })));
      expect(error).toMatchObject({ code: 'host-key-changed' });
      expect(error.message).toContain('is pinned');
    }
  });

  test('no login is tried at a host that is not known', async () => {
    const server = await bench.server();
    await failure(bench.connect(bench.target(server.port, { hostKey: newKey().public })));
    expect(server.logins).toEqual([]);
    await bench.connect(bench.target(server.port));
    expect(server.logins).toContain('root');
  });

  test('the fingerprint is the one that ssh-keygen prints', () => {
    const file = bench.file('key.pub', bench.hostKey.public);
    expect(execFileSync('ssh-keygen', ['-lf', file], { encoding: 'utf8' })).toContain(
      fingerprint(bench.hostKey.blob),
    );
  });

  test('ssh-keygen and we find the same hashed name', async () => {
    const { port } = await bench.server();
    const knownHostsFile = bench.file('kh', knownLine(port, bench.hostKey));
    execFileSync('ssh-keygen', ['-H', '-f', knownHostsFile], { stdio: 'ignore' });
    await bench.connect(bench.target(port, { knownHostsFile }));
  });
});
