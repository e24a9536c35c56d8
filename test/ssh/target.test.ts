import { ValidationError } from '../../lib/errors';
import { parseTarget } from '../../lib/ssh';
import { parseProxyJump } from '../../lib/ssh/target';

describe('a target', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';

  test.each<[string, unknown]>([
    ['host', ''],
    ['host', '-oProxyCommand=touch canary'],
    ['host', '--help'],
    ['host', 'a b'],
    ['host', 'a;touch canary'],
    ['host', '$(touch canary)'],
    ['host', 'a\nb'],
    ['host', 'a\0'],
    ['host', 'user@host'],
    ['host', 'a\u202eb'],
    ['host', 7],
    ['host', undefined],
    ['port', 0],
    ['port', 65536],
    ['port', 22.5],
    ['port', '22'],
    ['user', '-l'],
    ['user', ''],
    ['user', 'a b'],
    ['user', 'a`id`'],
    ['user', 'a\\'],
    ['identityFile', ''],
    ['identityFile', '-i'],
    ['identityFile', '/a\x1b[2J'],
    ['agent', '-a'],
    ['knownHostsFile', ''],
    ['knownHostsFile', []],
    ['knownHostsFile', ['/ok', '-x']],
    ['hostKey', 'MD5:aa:bb'],
    ['hostKey', 'SHA256:short'],
    ['hostKey', '*'],
    ['proxyJump', '-oProxyCommand=x'],
    ['proxyJump', 'a,,b'],
    ['proxyJump', 'a,-b'],
    ['proxyJump', 'a b'],
    ['sudo', 'yes'],
    ['connectTimeoutSec', 0],
    ['connectTimeoutSec', Number.NaN],
    ['keepaliveSec', -1],
    ['config', true],
    ['config', '-F'],
  ])('with %s = %j is refused by the name of the field', (field, value) => {
    const parse = () => parseTarget({ host: 'kvm01', [field]: value });
    expect(parse).toThrow(ValidationError);
    expect(parse).toThrow(new RegExp(`'${field}(\\.\\d+)?': `));
    expect(parse).not.toThrow(/\p{Cc}/u);
  });

  test('with an unknown field is refused', () => {
    expect(() => parseTarget({ host: 'a', strictHostKeyChecking: false })).toThrow(/strictHostKeyChecking/);
  });

  test.each([
    { host: 'kvm01.example.net' },
    { host: 'fe80::1%eth0', port: 2222, user: 'DOM\\bob' },
    {
      host: '192.0.2.1',
      identityFile: '~/my keys/id',
      knownHostsFile: ['/a b'],
      agent: true,
      config: false as const,
    },
    { host: 'a', hostKey: key },
    { host: 'a', hostKey: `${key} a comment` },
    { host: 'a', hostKey: `SHA256:${'A'.repeat(43)}` },
    { host: 'a', proxyJump: 'bob@j1:2222,[::1]:22,ssh://eve@j2' },
  ])('%j is taken', target => {
    expect(parseTarget(target)).toEqual(target);
  });

  test('names its jump hosts, nearest first', () => {
    expect(parseProxyJump('bob@j1:2222,[::1]:23,ssh://eve@j2')).toEqual([
      { host: 'j1', user: 'bob', port: 2222 },
      { host: '::1', port: 23 },
      { host: 'j2', user: 'eve' },
    ]);
    expect(parseProxyJump('none')).toEqual([]);
  });
});
