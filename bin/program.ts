import { Argument, Command as Commander, type Option } from 'commander';
import type { AnyCommand } from './command';
import { type ExitCode, exitTable } from './exit-codes';
import { globalFlags } from './flags';
import { makeOutput } from './output/output';
import { version } from './version';
import type { World } from './world';

const helpEnd = `
Exit codes:
${exitTable()}

Every flag can be given in the environment too, as TRUNKLINE_ and its name: TRUNKLINE_JSON=1.
`;

/** Without the variable, which the end of the help gives for all of them. */
function describeOption({ description, argChoices, defaultValue }: Option): string {
  const facts = [
    ...(argChoices ? [argChoices.join(', ')] : []),
    ...(typeof defaultValue === 'string' || typeof defaultValue === 'number'
      ? [`default ${defaultValue}`]
      : []),
  ];
  return facts.length > 0 ? `${description} (${facts.join('; ')})` : description;
}

function argumentOf(args: string, choices: readonly string[] | undefined): Argument {
  const argument = new Argument(args);
  return choices ? argument.choices(choices) : argument;
}

function addCommand(
  program: Commander,
  command: AnyCommand,
  world: World,
  onEnd: (code: ExitCode) => void,
): void {
  const made = program.command(command.name, { hidden: command.hidden ?? false }).summary(command.summary);
  made.description(`${command.summary}.`);
  if (command.args) made.addArgument(argumentOf(command.args, command.argChoices));
  for (const option of command.options ?? []) made.addOption(option);
  if (command.examples)
    made.addHelpText('after', `\nExamples:\n${command.examples.map(line => `  ${line}`).join('\n')}`);
  made.action(async (...all: unknown[]) => {
    const flags = made.optsWithGlobals();
    const args = all
      .slice(0, -2)
      .flat()
      .filter((one): one is string => typeof one === 'string');
    onEnd(await command.run({ args, flags, world, output: makeOutput(world, flags) } as never));
  });
}

/** The parser, from the table of commands. */
export function makeProgram(
  commands: readonly AnyCommand[],
  world: World,
  onEnd: (code: ExitCode) => void,
): Commander {
  const program = new Commander('trunkline');
  program
    .description(
      'Networks of KVM hypervisors: planned, reviewed, applied over SSH, and taken back unless confirmed.',
    )
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ showGlobalOptions: true, optionDescription: describeOption })
    .configureOutput({
      writeOut: text => world.stdout.write(text),
      writeErr: text => world.stderr.write(text),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText('afterAll', helpEnd);
  for (const option of globalFlags()) program.addOption(option);
  for (const command of commands) addCommand(program, command, world, onEnd);
  return program;
}
