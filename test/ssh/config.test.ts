import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolveTarget } from '../../lib/ssh';
import { parseOpensshConfig, splitPaths } from '../../lib/ssh/openssh-config';
import { newKey } from './keys';
import { Bench, failure, knownLine } from './setup';

describe('the OpenSSH config', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  test('HostName, Port, User, IdentityFile and UserKnownHostsFile are honoured', async () => {
    const { port } = await bench.server({ user: 'alice' });
    const config = bench.file(
      'config',
      `Host kvm01
         HostName 127.0.0.1
         Port ${port}
         User alice
         IdentityFile "${bench.file('id with space', bench.userKey.private)}"
         UserKnownHostsFile "${bench.file('known hosts', knownLine(port, bench.hostKey))}"
         StrictHostKeyChecking no\n`,
    );
    const host = await bench.connect({ host: 'kvm01', config, agent: false, sudo: false });
    expect((await host.exec('echo in')).stdout).toBe('in\n');
  });

  test('StrictHostKeyChecking no switches nothing off', async () => {
    const { port } = await bench.server();
    const config = bench.file(
      'config',
      'StrictHostKeyChecking no\nUserKnownHostsFile /dev/null\nGlobalKnownHostsFile none\n',
    );
    const error = await failure(bench.connect({ ...bench.target(port), knownHostsFile: undefined, config }));
    expect(error).toMatchObject({ code: 'host-key-unknown' });
    expect(error.message).toContain('/dev/null');
  });

  test('HostKeyAlias is the name on record', async () => {
    const { port } = await bench.server();
    const config = bench.file('config', 'HostKeyAlias KVM01\n');
    const knownHostsFile = bench.file('kh', `kvm01 ${bench.hostKey.public}`);
    await bench.connect(bench.target(port, { config, knownHostsFile }));
  });

  test('explicit fields win', async () => {
    const config = bench.file(
      'config',
      'Host x\n HostName 192.0.2.1\n Port 2222\n User bob\n ProxyJump j\n IdentityAgent /a\n',
    );
    const resolved = await resolveTarget({
      host: 'x',
      port: 22,
      user: 'eve',
      proxyJump: 'none',
      agent: false,
      config,
    });
    expect(resolved).toMatchObject({
      name: 'x',
      hostName: '192.0.2.1',
      port: 22,
      user: 'eve',
      jumps: [],
      agent: undefined,
    });
  });

  test('tokens and ~ of IdentityFile are expanded', async () => {
    const config = bench.file(
      'config',
      'HostName 192.0.2.1\nIdentityFile ~/.ssh/%h-%r-%%\nIdentityFile /k/%n\n',
    );
    const { identityFiles } = await resolveTarget({ host: 'x', user: 'eve', config });
    expect(identityFiles.map(file => file.path)).toEqual([`${homedir()}/.ssh/192.0.2.1-eve-%`, '/k/x']);
  });

  test('a ProxyCommand is refused, a broken or missing file as well', async () => {
    const proxy = bench.file('proxy', 'ProxyCommand nc %h %p\n');
    expect((await failure(resolveTarget({ host: 'x', config: proxy }))).message).toContain('use ProxyJump');
    const broken = bench.file('broken', 'Nonsense yes\n');
    expect((await failure(resolveTarget({ host: 'x', config: broken }))).message).toContain('nonsense');
    const missing = `${bench.folder}/missing`;
    expect((await failure(resolveTarget({ host: 'x', config: missing }))).message).toContain(missing);
  });

  test('without OpenSSH the plain values and the usual files are used', async () => {
    const path = process.env.PATH;
    process.env.PATH = bench.folder;
    try {
      const resolved = await resolveTarget({ host: 'x', user: 'eve' });
      expect(resolved).toMatchObject({ hostName: 'x', port: 22, user: 'eve', jumps: [] });
      expect(resolved.identityFiles[0]?.path).toBe(`${homedir()}/.ssh/id_ed25519`);
      expect(resolved.knownHostsFiles).toContain('/etc/ssh/ssh_known_hosts');
    } finally {
      process.env.PATH = path;
    }
  });

  test('no host name becomes an option of ssh', async () => {
    const canary = `${bench.folder}/canary`;
    for (const host of [`-oProxyCommand=touch ${canary}`, '-F/etc/shadow', `x;touch ${canary}`]) {
      await failure(resolveTarget({ host }));
    }
    expect(existsSync(canary)).toBe(false);
  });

  test('the output of ssh -G', () => {
    const config = parseOpensshConfig('host x\nidentityfile ~/a b\nidentityfile /c\n\nnovalue\n');
    expect(config.get('identityfile')).toEqual(['~/a b', '/c']);
    expect(splitPaths('/a/b c/d ~/e /f')).toEqual(['/a/b c/d', '~/e', '/f']);
    expect(splitPaths('none')).toEqual([]);
  });
});

describe('jump hosts', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  const chain = async (wrongKeyAt?: 'first' | 'second') => {
    const first = await bench.server({ forwarding: true });
    const second = await bench.server({ forwarding: true });
    const last = await bench.server();
    const known = knownLine(first.port, wrongKeyAt === 'first' ? newKey() : bench.hostKey);
    const knownSecond = knownLine(second.port, wrongKeyAt === 'second' ? newKey() : bench.hostKey);
    const kh = bench.file('kh', known + knownSecond + knownLine(last.port, bench.hostKey));
    const config = bench.file(
      'config',
      `Host *
         HostName 127.0.0.1
         User root
         UserKnownHostsFile ${kh}
         IdentityFile ${bench.file('id', bench.userKey.private)}
       Host first
         Port ${first.port}
       Host second
         Port ${second.port}
         ProxyJump first
       Host last
         Port ${last.port}
         ProxyJump second
       Host both
         Port ${last.port}
         ProxyJump first,second
       Host loop
         ProxyJump loop\n`,
    );
    return { first, second, last, config };
  };

  test.each(['last', 'both'])('each leads to the next: %s', async name => {
    const { first, second, config } = await chain();
    const host = await bench.connect({ host: name, config, agent: false, sudo: false });
    expect((await host.exec('echo through')).stdout).toBe('through\n');
    expect([first.connections.size, second.connections.size]).toEqual([1, 1]);
    expect(host.localAddress).toBeUndefined();
    host.close();
    expect(await host.closed).toBeUndefined();
    while (first.connections.size + second.connections.size > 0)
      await new Promise(resolve => setTimeout(resolve, 10));
  });

  test('without a config, from one target', async () => {
    const first = await bench.server({ forwarding: true });
    const last = await bench.server();
    const knownHostsFile = bench.file(
      'kh',
      knownLine(first.port, bench.hostKey) + knownLine(last.port, bench.hostKey),
    );
    const proxyJump = `root@127.0.0.1:${first.port}`;
    const host = await bench.connect(bench.target(last.port, { proxyJump, knownHostsFile }));
    expect((await host.exec('echo through')).stdout).toBe('through\n');
  });

  test.each(['first', 'second'] as const)('the key of the %s is verified', async name => {
    const { last, config } = await chain(name);
    const error = await failure(bench.connect({ host: 'last', config, agent: false }));
    expect(error).toMatchObject({ code: 'host-key-changed' });
    expect(error.message).toContain(`cannot connect to jump host '${name}' of host 'last'`);
    expect(last.connections.size).toBe(0);
  });

  test('that cannot reach the host', async () => {
    const { last, config } = await chain();
    await last.close();
    const error = await failure(bench.connect({ host: 'last', config, agent: false }));
    expect(error).toMatchObject({ code: 'jump', retryable: true });
    expect(error.message).toContain("jump host 'second' cannot reach 127.0.0.1 port");
  });

  test('that is lost takes the connection with it', async () => {
    const { first, config } = await chain();
    const host = await bench.connect({ host: 'last', config, agent: false, sudo: false });
    const error = await failure(host.exec('echo started; sleep 1000', { onStdout: () => first.drop() }));
    expect(error).toMatchObject({ code: 'outcome-unknown' });
  });

  test('that lead in a circle', async () => {
    const { config } = await chain();
    expect(await failure(bench.connect({ host: 'loop', config, agent: false }))).toMatchObject({
      code: 'jump-loop',
    });
  });
});
