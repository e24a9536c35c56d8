import { CommanderError } from 'commander';
import { TransportError, ValidationError } from '../lib/errors';
import { commands } from './commands';
import { EXIT, type ExitCode } from './exit-codes';
import { dropSwitchedOff, globalFlags } from './flags';
import { errorJson, errorText, printDocument } from './output/document';
import { makeOutput } from './output/output';
import { makeProgram } from './program';
import type { World } from './world';

/** Whether JSON was asked for, for errors that come before the flags are parsed. */
const wantsJson = (argv: readonly string[], env: World['env']): boolean =>
  argv.includes('--json') || env.TRUNKLINE_JSON !== undefined;

/** Runs one command line. Never throws. */
export async function main(argv: readonly string[], world: World): Promise<ExitCode> {
  const options = [...globalFlags(), ...commands.flatMap(command => command.options ?? [])];
  dropSwitchedOff(options, process.env);
  let code: ExitCode = EXIT.done;
  const program = makeProgram(commands, world, ended => {
    code = ended;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    const failed = error instanceof TransportError ? EXIT.partial : EXIT.error;
    const output = makeOutput(world, { json: wantsJson(argv, process.env) });
    // commander has told its own errors already.
    if (!(error instanceof CommanderError)) output.talk(`error: ${errorText(error)}`);
    if (output.json) {
      const told =
        error instanceof CommanderError
          ? new ValidationError({ doing: 'read the command line', found: error.message })
          : error;
      printDocument(output, argv[0] ?? '', failed, { summary: { failed: true }, error: errorJson(told) });
    }
    return failed;
  }
}
