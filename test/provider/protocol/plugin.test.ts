import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatLogLine } from '../../../provider/protocol/log';
import { handshakeLine, refusal } from '../../../provider/protocol/plugin/handshake';
import { claimSocket } from '../../../provider/protocol/plugin/socket';

describe('the handshake', () => {
  const TF_PLUGIN_MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

  test('is one line; the certificate has no padding', () => {
    expect(handshakeLine('/s', Buffer.from('a'))).toBe('1|6|unix|/s|grpc|YQ\n');
    expect(handshakeLine('/s', null)).toBe('1|6|unix|/s|grpc|\n');
  });

  test.each([
    [{ TF_PLUGIN_MAGIC_COOKIE, PLUGIN_PROTOCOL_VERSIONS: '5,6' }, null],
    [{ TF_PLUGIN_MAGIC_COOKIE }, null],
    [{ TF_PLUGIN_MAGIC_COOKIE, PLUGIN_PROTOCOL_VERSIONS: '5' }, 'speaks plugin protocol 6'],
    [{ TF_PLUGIN_MAGIC_COOKIE: 'other' }, 'This is a Terraform provider'],
    [{}, 'This is a Terraform provider'],
  ])('%j', (environment, refused) => {
    expect(refusal(environment)).toEqual(refused === null ? null : expect.stringContaining(refused));
  });
});

describe('the socket', () => {
  const root = mkdtempSync(join(tmpdir(), 'socket-'));
  afterAll(() => rmSync(root, { recursive: true }));

  test.each([
    ['in the folder for temporary files', 'short'],
    ['elsewhere, where the kernel could not hold that path', 'long'.repeat(30)],
  ])('%s', (_, name) => {
    const folder = join(root, name);
    mkdirSync(folder);
    const socket = claimSocket(folder);
    expect(socket.startsWith(folder)).toBe(name === 'short');
    expect(Buffer.byteLength(socket)).toBeLessThan(104);
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
    rmSync(dirname(socket), { recursive: true });
  });
});

test('a line of the log is what hclog parses', () => {
  const line = formatLogLine('warn', 'said\n"so"', { n: 1n, o: { p: true } }, new Date(0));
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({
    '@level': 'warn',
    '@message': 'said\n"so"',
    '@module': 'provider',
    '@timestamp': '1970-01-01T00:00:00.000000Z',
    n: '1',
    o: { p: true },
  });
});
