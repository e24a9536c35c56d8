import { spawn } from 'node:child_process';
import { Command } from 'commander';
import { build } from './build';
import { Lab } from './lab';
import { sshCommand } from './machine/ssh';
import { step } from './progress';
import { status, statusLines } from './status';
import { DEFAULT_HOSTS } from './topology';

const program = new Command('lab')
  .description('real hosts in virtual machines, and a switch between them')
  .enablePositionalOptions();

program
  .command('build')
  .description('make everything that is slow, once')
  .action(async () => {
    await build();
  });

program
  .command('up')
  .description('start the lab, building it first if need be')
  .option('--hosts <n>', 'hypervisors', String(DEFAULT_HOSTS))
  .action(async ({ hosts }: { hosts: string }) => {
    const lab = await Lab.up({ hosts: Number(hosts) });
    console.error(
      `ssh -F ${lab.sshConfigFile} ${lab.hosts.map(host => host.name).join('|')}|${lab.switch.name}`,
    );
  });

program
  .command('down')
  .description('end it; what was built stays')
  .action(async () => {
    await step('down', () => Lab.down());
  });

program
  .command('reset')
  .description('every machine back to the clean state')
  .action(async () => {
    await step('reset', () => Lab.attach().reset());
  });

program
  .command('status')
  .option('--json', 'one document on stdout')
  .action(({ json }: { json?: boolean }) => {
    const now = status();
    console.log(json ? JSON.stringify(now, undefined, 2) : statusLines(now));
  });

program
  .command('ssh')
  .description('a shell or a command on a machine: kvm01, sw1, kvm01.mgmt')
  .argument('<machine>')
  .argument('[command...]')
  .passThroughOptions()
  .action((machine: string, words: string[]) => {
    Lab.attach();
    const child = spawn('ssh', sshCommand(machine, words), { stdio: 'inherit' });
    child.on('exit', code => process.exit(code ?? 255));
  });

program.parseAsync().catch((error: Error) => {
  console.error(`lab: ${error.message}${error.cause ? `\n  ${(error.cause as Error).message}` : ''}`);
  process.exit(1);
});
