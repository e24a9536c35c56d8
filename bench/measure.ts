/** One line of the result: what we took against what the floor or the peer took, in the same run. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  readonly theirs?: number;
  /** Ours divided by theirs. */
  readonly ratio?: number;
  readonly aim?: string;
  readonly note?: string;
  readonly unit: 's' | 'count' | 'ms';
}

export async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; value: T }> {
  const began = process.hrtime.bigint();
  const value = await work();
  return { seconds: Number(process.hrtime.bigint() - began) / 1e9, value };
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

export const against = (what: string, ours: number, theirs: number, aim: string, note?: string): Row => ({
  what,
  ours,
  theirs,
  ratio: ours / theirs,
  aim,
  unit: 's',
  ...(note && { note }),
});

const digits = (value: number | undefined, unit: Row['unit']): string =>
  value === undefined ? '' : unit === 'count' ? String(value) : value.toFixed(unit === 'ms' ? 1 : 2);

/** A table for a person; what loses stands there like the rest. */
export function render(rows: readonly Row[]): string {
  const cells = rows.map(({ what, ours, theirs, ratio, aim = '', note = '', unit }) => [
    what,
    `${digits(ours, unit)} ${unit === 'count' ? '' : unit}`.trim(),
    theirs === undefined ? '' : `${digits(theirs, unit)} ${unit === 'count' ? '' : unit}`.trim(),
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    aim,
    note,
  ]);
  const all = [['what', 'ours', 'floor or peer', 'ratio', 'aim', ''], ...cells];
  const widths = all[0]!.map((_, column) => Math.max(...all.map(row => row[column]!.length)));
  return all
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
