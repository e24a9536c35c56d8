let quiet = false;

/** Tests want silence. */
export const setQuiet = (value: boolean): void => {
  quiet = value;
};

export const say = (line: string): void => {
  if (!quiet) process.stderr.write(`${line}\n`);
};

/** One line per wait, written when it is over, so that waits in parallel do not mix. */
export async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const start = Date.now();
  const seconds = (): string => `${((Date.now() - start) / 1000).toFixed(1)} s`;
  try {
    const result = await work();
    say(`${what.padEnd(58, '.')} OK ${seconds()}`);
    return result;
  } catch (error) {
    say(`${what.padEnd(58, '.')} FAILED ${seconds()}`);
    throw error;
  }
}
