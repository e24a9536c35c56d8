import { RemoteCommandError } from '../../lib/errors';
import { Bench, failure } from './setup';

describe('sudo', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.close());

  const withSudo = async (script: string | undefined, sudo: boolean | 'auto' = true, uid?: number) => {
    const path = script === undefined ? '/nowhere/sudo' : bench.file('sudo', `#!/bin/sh\n${script}\n`, 0o755);
    const idOf = uid === undefined ? '' : `id() { echo ${uid}; }; `;
    const rewrite = (command: string) =>
      command.replace('sudo -n', `${path} -n`).replace("-c '", `-c '${idOf}`).replace('command id', 'id');
    const server = await bench.server({ rewrite });
    return bench.connect(bench.target(server.port, { sudo, user: 'root' }));
  };
  // As the real one: clears the environment, and never asks with -n.
  const working = '[ "$1" = -n ] || exit 9; shift; exec env -i SUDO_UID=1000 LANG=xx PATH=/bin "$@"';

  test('runs the program, and SSH_CONNECTION survives it', async () => {
    const host = await withSudo(working);
    const result = await host.exec('echo "$SUDO_UID|${LANG-no}|$TRUNKLINE_SSH_CONNECTION"; exit 4');
    expect(result).toMatchObject({ code: 4, stdout: '1000|no|192.0.2.1 50000 192.0.2.2 22\n' });
  });

  test.each([
    [0, ''],
    [1000, '1000'],
  ])("'auto' asks for the id on the host: %d", async (uid, expected) => {
    const host = await withSudo(working, 'auto', uid);
    expect((await host.exec('echo "${SUDO_UID-}"')).stdout).toBe(`${expected}\n`);
  });

  test.each([
    ['echo "sudo: a password is required" >&2; exit 1', 'sudo-password', 'NOPASSWD'],
    ['echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1', 'sudo-tty', 'requiretty'],
    ['echo "bob is not in the sudoers file." >&2; exit 1', 'sudo-refused', 'NOPASSWD'],
    [undefined, 'sudo-missing', 'install sudo'],
  ])('%s', async (script, code, remedy) => {
    const host = await withSudo(script);
    const error = await failure(host.exec('true'));
    expect(error).toBeInstanceOf(RemoteCommandError);
    expect(error).toMatchObject({ code, retryable: false });
    expect(error.message).toContain(remedy);
  });
});
