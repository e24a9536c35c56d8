import type { Option } from 'commander';
import type { ExitCode } from './exit-codes';
import type { Output } from './output/output';
import type { World } from './world';

/** Flags that every command has. */
export interface GlobalFlags {
  readonly json?: true;
  readonly quiet?: true;
  readonly color: boolean;
  readonly dir?: string;
  readonly sshConfig?: string;
}

/** One call of a command. */
export interface Call<Flags> {
  readonly args: readonly string[];
  readonly flags: Flags & GlobalFlags;
  readonly world: World;
  readonly output: Output;
}

/** A command as a value: help, completion and the parser are made from the table of these. */
export interface Command<Flags = unknown> {
  readonly name: string;
  readonly summary: string;
  /** As commander writes them: `[hosts...]`. */
  readonly args?: string;
  /** What may stand there, for completion. @default 'hosts' where there are args */
  readonly argChoices?: readonly string[];
  readonly options?: readonly Option[];
  readonly hidden?: true;
  /** Told below the help. */
  readonly examples?: readonly string[];
  run(call: Call<Flags>): Promise<ExitCode> | ExitCode;
}

// biome-ignore lint/suspicious/noExplicitAny: a table of commands holds commands of every set of flags
export type AnyCommand = Command<any>;
