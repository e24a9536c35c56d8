/** Where text goes. */
export interface Sink {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Letters in a line, where a terminal tells. */
  readonly columns?: number;
}

/** All that the command line touches outside of files and hosts; tests give one of their own. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Data. */
  readonly stdout: Sink;
  /** Talk. */
  readonly stderr: Sink;
  /** Asks a person; undefined where there is no terminal to ask on. */
  readonly ask?: (question: string) => Promise<string>;
  /**
   * Does what must not be cut off in the middle. Interrupted once, the signal is aborted and the work ends by
   * itself; interrupted twice, the process exits at once.
   */
  guard<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}
