export interface Waves<T, R> {
  readonly size: number;
  readonly work: (item: T) => Promise<R>;
  /** What becomes of an item whose wave does not begin. */
  readonly skip: (item: T) => R;
  /** Whether no further wave begins, after these results. */
  readonly stops: (results: readonly R[]) => boolean;
}

/**
 * Does work in waves. A wave is finished whatever happens in it; after a failure no further one begins, so that a
 * fault that all hosts share stops at the first of them.
 */
export async function inWaves<T, R>(
  items: readonly T[],
  { size, work, skip, stops }: Waves<T, R>,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += size) {
    const wave = items.slice(at, at + size);
    results.push(...(stops(results) ? wave.map(skip) : await Promise.all(wave.map(work))));
  }
  return results;
}
