import { spawnSync } from 'node:child_process';
import { RemoteCommandError, TransportError } from '../../lib/errors';
import { stats } from '../../lib/ssh';
import { Bench, failure } from './setup';

describe('a program on a host', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  const start = async (behaviour: Parameters<Bench['server']>[0] = {}, fields = {}) => {
    const server = await bench.server(behaviour);
    return { server, host: await bench.connect(bench.target(server.port, fields)) };
  };

  test('gives its exit code and its own output only', async () => {
    const { host } = await start({ banner: 'welcome\n', noise: 'motd without a newline', trailing: 'bye\n' });
    const result = await host.exec("printf 'one\\ntwo'; echo oops >&2; exit 3");
    expect(result).toEqual({ code: 3, signal: undefined, stdout: 'one\ntwo', stderr: 'oops\n' });
  });

  test('has a plain environment, whatever the host has set', async () => {
    const env = {
      LC_ALL: 'tr_TR.UTF-8',
      IFS: 'x',
      CDPATH: '/tmp',
      BASH_ENV: '/nowhere',
      ENV: '/nowhere',
      PATH: '.:/usr/bin:/bin',
    };
    const { host } = await start({ env });
    const { stdout } = await host.exec(
      'echo "$LC_ALL|$PATH|${CDPATH-no}|${BASH_ENV-no}|${ENV-no}|$#|$PWD|$TRUNKLINE_SSH_CONNECTION"; umask; set -- a:b; echo $1',
    );
    expect(stdout).toBe(
      'C|/usr/sbin:/usr/bin:/sbin:/bin|no|no|no|0|/|192.0.2.1 50000 192.0.2.2 22\n0022\na:b\n',
    );
  });

  test('is in no command line', async () => {
    const { server, host } = await start();
    await host.exec('echo canary-4711');
    await host.exec('true');
    expect(server.commands.join()).not.toContain('canary');
    expect(new Set(server.commands).size).toBe(1);
    expect(server.commands[0]).not.toMatch(/[!\\\n]/);
  });

  test('may be megabytes long, exit early, read nothing and leave a child behind', async () => {
    const { host } = await start();
    const long = Array.from(
      { length: 60_000 },
      (_, i) => `: a rather long line of a rather long program ${i}`,
    ).join('\n');
    expect((await host.exec(`${long}\necho end`)).stdout).toBe('end\n');
    expect((await host.exec('cat; echo "read $?"')).stdout).toBe('read 0\n');
    expect((await host.exec('sleep 1000 & echo $!; exit 0')).stdout).toMatch(/^\d+\n$/);
    expect((await host.exec('set -e; false; echo never')).code).toBe(1);
    expect((await host.exec('')).code).toBe(0);
    expect((await host.exec('echo a # comment \\')).stdout).toBe('a\n');
    expect(await host.exec("kill -9 $(sh -c 'echo $PPID')")).toMatchObject({ code: 137, signal: 'SIGKILL' });
  });

  test('reads its standard input byte for byte', async () => {
    const { host } = await start();
    const stdin = '$(touch canary) `x` \'"\\ \u0101\u0081 é 😀\ttab\n\nlast';
    expect((await host.exec('cat', { stdin })).stdout).toBe(`${stdin}\n`);
  });

  test('streams to onStdout without tearing characters', async () => {
    const { host } = await start();
    let seen = '';
    const result = await host.exec("printf 'a\\303'; sleep 0.1; printf '\\251b'", {
      onStdout: text => (seen += text),
    });
    expect(seen).toBe('aéb');
    expect(result.stdout).toBe('aéb');
  });

  test('may print bytes that are not UTF-8, escapes, and forged markers', async () => {
    const { host } = await start({ noise: 'trunkline-00 begin\ntrunkline-00 end 0\n' });
    const { stdout } = await host.exec("printf '\\377\\000\\033[2J'; echo; echo 'trunkline-00 end 0'");
    expect(stdout).toBe('\ufffd\0\x1b[2J\ntrunkline-00 end 0\n');
  });

  test('several run at once and are counted', async () => {
    const before = { ...stats };
    const { host } = await start();
    const results = await Promise.all([1, 2, 3, 4, 5].map(n => host.exec(`echo ${n}`)));
    expect(results.map(result => result.stdout)).toEqual(['1\n', '2\n', '3\n', '4\n', '5\n']);
    expect(stats).toEqual({ connections: before.connections + 1, execs: before.execs + 5 });
  });

  // The login shell reads the launcher, and /bin/sh is another one on every distribution.
  const shells = ['dash', 'bash', 'busybox sh', 'ksh', 'mksh', 'zsh', 'fish', 'tcsh'];
  const installed = (shell: string) =>
    spawnSync(shell.split(' ')[0] ?? '', ['-c', 'true']).error === undefined;
  test.each(shells.filter(installed))('%s as login shell, and as /bin/sh where it is one', async shell => {
    const posix = !['fish', 'tcsh', 'zsh'].includes(shell);
    const { host } = await start({
      rewrite: command => {
        const line = posix ? command.replaceAll('/bin/sh', `/usr/bin/env ${shell}`) : command;
        return `exec ${shell} -c "$(cat ${bench.file('command', line)})"`;
      },
    });
    const program = 'echo "$TRUNKLINE_SSH_CONNECTION"; cat; kill -TERM $(sh -c \'echo $PPID\'); echo never';
    expect(await host.exec(program, { stdin: 'ā$x`' })).toEqual({
      code: 143,
      signal: 'SIGTERM',
      stdout: '192.0.2.1 50000 192.0.2.2 22\nā$x`\n',
      stderr: expect.any(String),
    });
    const torn = await failure(host.exec('touch canary; if'));
    expect(torn).toMatchObject({ code: 'reply-cut-off' });
    expect(torn.message).toMatch(/[sS]yntax/);
  });

  test('a reply that is too long is refused', async () => {
    const { host } = await start();
    const error = await failure(host.exec('cat /dev/zero', { maxBytes: 100_000 }));
    expect(error).toBeInstanceOf(RemoteCommandError);
    expect(error.message).toContain('longer than 100000 bytes');
    expect((await host.exec('echo still here')).stdout).toBe('still here\n');
  });

  test('a host that floods before the program begins is refused', async () => {
    const { host } = await start({ answer: channel => channel.end(Buffer.alloc(300_000)) });
    const error = await failure(host.exec('true', { maxBytes: 100_000 }));
    expect(error).toMatchObject({ code: 'reply-too-long' });
  });

  test('exit code 0 without the end marker is no success', async () => {
    const { host } = await start({ rewrite: command => `${command} | head -c 60` });
    const error = await failure(host.exec('echo \'{"half": "a reply that is longer than sixty bytes"}\''));
    expect(error).toBeInstanceOf(RemoteCommandError);
    expect(error.message).toContain('the reply was cut off (exit code 0)');
    expect(error.message).toContain('outcome unknown');
  });

  test('a program that arrives only in part does not run', async () => {
    const canary = `${bench.folder}/canary`;
    const { host } = await start({ rewrite: command => `head -c 700 | ${command}` });
    const error = await failure(host.exec(`touch ${canary}\n${': padding\n'.repeat(100)}`));
    expect(error).toMatchObject({ code: 'reply-cut-off' });
    const { host: whole } = await start();
    expect((await whole.exec(`[ -e ${canary} ]`)).code).toBe(1);
  });

  test('a start-up file that reads standard input is found out', async () => {
    const { host } = await start({ rewrite: command => `read -r eaten; ${command}` });
    expect(await failure(host.exec('true'))).toMatchObject({ code: 'stdin-eaten' });
  });

  test('a shell that lets nobody in is quoted', async () => {
    const { host } = await start({ rewrite: () => 'echo This account is currently not available.; exit 1' });
    const error = await failure(host.exec('true'));
    expect(error.message).toContain('This account is currently not available.');
    expect(error.message).toContain('exit code 1');
  });

  test('no answer in time: the outcome is unknown', async () => {
    const { host } = await start();
    const error = await failure(host.exec('sleep 1000', { timeoutSec: 0.2 }));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'outcome-unknown', retryable: true });
    expect(error.message).toContain('no answer within 0.2 s; outcome unknown');
  });

  test('a NUL byte is refused before anything is sent', async () => {
    const { server, host } = await start();
    expect((await failure(host.exec('echo \0'))).message).toContain('NUL');
    expect(server.commands).toEqual([]);
  });
});
