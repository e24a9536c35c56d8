/** What a host says of a transaction while it is followed. */
export type Word =
  | 'applied'
  | 'refused'
  | 'locked'
  | 'stale'
  | 'reverted'
  | 'revert-failed'
  | 'confirmed'
  | 'unknown';

export interface Verdict {
  readonly word: Word;
  readonly why: string;
}

const words: readonly Word[] = [
  'applied',
  'refused',
  'locked',
  'stale',
  'reverted',
  'revert-failed',
  'confirmed',
  'unknown',
];

/** The last word in what a followed transaction printed; `unknown` when it said none. */
export function verdictOf(stdout: string): Verdict {
  const lines = stdout.trim().split('\n');
  for (const line of lines.toReversed()) {
    const [first, ...rest] = line.split(' ');
    const word = words.find(one => one === first);
    if (word) return { word, why: rest.join(' ').trim() };
  }
  return { word: 'unknown', why: '' };
}

/** Calls back with each group of the script that begins. Text may come in pieces. */
export function progressReader(onGroup: (group: number) => void): (chunk: string) => void {
  let rest = '';
  return chunk => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const group = /^progress (\d+)$/.exec(line)?.[1];
      if (group !== undefined) onGroup(Number(group));
    }
  };
}
