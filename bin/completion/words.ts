import type { Option } from 'commander';
import type { AnyCommand } from '../command';

/** A flag as a shell completes it. */
export interface FlagWord {
  readonly long: string;
  readonly summary: string;
  /** What its value is; undefined for a switch. */
  readonly value?: readonly string[] | 'file' | 'text';
}

export interface CommandWord {
  readonly name: string;
  readonly summary: string;
  readonly flags: readonly FlagWord[];
  /** What may stand as an argument. */
  readonly args: readonly string[] | 'hosts' | 'nothing';
}

export interface Words {
  readonly commands: readonly CommandWord[];
}

function flagValue({ required, argChoices, flags }: Option): FlagWord['value'] {
  if (argChoices) return argChoices;
  if (!required) return undefined;
  return /<(file|dir)>/.test(flags) ? 'file' : 'text';
}

const flagWord = (option: Option): FlagWord => {
  const value = flagValue(option);
  return { long: option.long!, summary: option.description, ...(value && { value }) };
};

/** Everything that can be completed, from the table of commands. */
export function wordsOf(commands: readonly AnyCommand[], global: readonly Option[]): Words {
  return {
    commands: commands
      .filter(({ hidden }) => !hidden)
      .map(({ name, summary, options = [], args, argChoices }) => ({
        name,
        summary,
        flags: [...options, ...global].filter(({ hidden }) => !hidden).map(flagWord),
        args: argChoices ?? (args === undefined ? 'nothing' : 'hosts'),
      })),
  };
}

/** What prints the names of hosts, for the shells to call. */
export const HOSTS_COMMAND = 'complete-hosts';
