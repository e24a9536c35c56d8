import { execFileSync } from 'node:child_process';
import { commands } from '../../bin/commands';
import { useProject } from './cli';

const project = useProject();
const shown = commands.filter(command => !command.hidden);

test.each(['bash', 'zsh', 'fish'])('%s knows every command and flag', async shell => {
  const { code, out } = await project().run(['completion', shell]);
  expect(code).toBe(0);
  for (const { name, options = [] } of shown) {
    expect(out).toContain(name);
    for (const { long, hidden } of options)
      if (!hidden) expect(out).toContain(shell === 'fish' ? ` -l ${long!.slice(2)} ` : long);
  }
  expect(out).not.toContain('--document-from-environment');
});

/** What bash would offer after these words. */
function offered(script: string, words: readonly string[], hosts = ''): string[] {
  const program = `trunkline() { echo '${hosts}'; }
${script}
COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')})
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_trunkline
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', program], { encoding: 'utf8' }).trim().split('\n');
}

test('bash completes commands, flags, values and hosts', async () => {
  const { out } = await project().run(['completion', 'bash']);
  expect(offered(out, ['trunkline', 'ap'])).toEqual(['apply']);
  expect(offered(out, ['trunkline', 'plan', '--sc'])).toEqual(['--script']);
  expect(offered(out, ['trunkline', 'show', '--format', 'm'])).toEqual(['mermaid']);
  expect(offered(out, ['trunkline', 'apply', 'kvm01', 'k'], 'kvm01 kvm02')).toEqual(['kvm01', 'kvm02']);
  expect(offered(out, ['trunkline', 'completion', 'f'])).toEqual(['fish']);
});

test('names of hosts for completion need no file to be read', async () => {
  const file = 'cdktf.out/stacks/fleet/hosts/broken.json';
  const { out } = await project().host('kvm01').write(file, '{').run(['complete-hosts']);
  expect(out).toBe('broken\nkvm01\n');
});

test('an unknown shell', async () => {
  const { code, err } = await project().run(['completion', 'csh']);
  expect(code).toBe(1);
  expect(err).toContain('bash, zsh, fish');
});
