import type { Props } from '../props';

/**
 * One question to the host, answered within the one exec that reads everything.
 * `program` is POSIX sh; values in it must come from parsed properties and be quoted by `quote`.
 */
export interface Probe<T> {
  readonly name: string;
  /** Tool that must be there; without it the answer is `empty`. */
  readonly tool?: string;
  /** The commands, given the properties of all resources whose kinds ask this probe. */
  program(wanted: readonly Props[]): string;
  /** Reads what the program printed. Throws when it is not what the tool prints. */
  parse(stdout: string): T;
  /** The same of a network namespace, where names are those of its own; without it, it is asked of the host only. */
  within?(answer: T, named: (name: string) => string): T;
  /** The answer of a host that has not the tool. */
  readonly empty: T;
}

/** What a host answered, by probe. */
export class Facts {
  readonly #answers: Readonly<Record<string, unknown>>;

  constructor(answers: Readonly<Record<string, unknown>>) {
    this.#answers = answers;
  }

  read<T>(probe: Probe<T>): T {
    return Object.hasOwn(this.#answers, probe.name) ? (this.#answers[probe.name] as T) : probe.empty;
  }
}
