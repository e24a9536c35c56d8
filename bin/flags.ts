import { InvalidArgumentError, Option } from 'commander';

/** A flag, which can also be given as TRUNKLINE_... in the environment. */
export function flag(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.env(`TRUNKLINE_${option.name().replaceAll('-', '_').toUpperCase()}`);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1000) return value;
  throw new InvalidArgumentError('give a whole number from 1 to 1000');
}

export const globalFlags = (): Option[] => [
  flag('--json', 'one JSON document on stdout, errors included'),
  flag('--quiet', 'no progress, and no hints on the next step'),
  flag('--no-color', 'no colours; NO_COLOR and TERM=dumb do the same'),
  flag('--dir <dir>', 'folder of the project, or of what was synthesised (default: the working directory)'),
  flag('--ssh-config <file>', 'OpenSSH configuration, for hosts that name none of their own'),
];

export const parallel = (): Option =>
  flag('--parallel <n>', 'hosts at once').argParser(wholeNumber).default(10);

export const yes = (): Option => flag('--yes', 'do not ask');

export const keepGoing = (): Option =>
  flag('--keep-going', 'a host that fails stops neither the next wave nor the others');

export const fromEnvironment = (): Option =>
  flag('--document-from-environment', 'the host file is in $TRUNKLINE_DOCUMENT').hideHelp();

/** Values of a switch in the environment that mean no. */
const off = new Set(['', '0', 'false', 'no', 'off']);

/** commander takes a switch in the environment as given whatever its value is. */
export function dropSwitchedOff(options: readonly Option[], env: Record<string, string | undefined>): void {
  for (const { envVar, required, optional } of options)
    if (envVar && !required && !optional && off.has(env[envVar]?.toLowerCase() ?? 'unset'))
      delete env[envVar];
}
