/** One thing in a column: where its middle would like to be, and how far from the one before it must be. */
export interface Wish {
  readonly at: number;
  /** How much the wish counts; what is joined to nothing has hardly one. */
  readonly weight: number;
  /** Least distance to the middle of the one before. */
  readonly distance: number;
}

/**
 * Middles as near to the wishes as order and distances allow: the least sum of squares, by pooling neighbours that
 * would violate the order (Ayer et al. 1955).
 */
export function settle(wishes: readonly Wish[]): number[] {
  const offsets: number[] = [];
  for (const { distance } of wishes)
    offsets.push((offsets.at(-1) ?? 0) + (offsets.length === 0 ? 0 : distance));
  const pools: { sum: number; weight: number; size: number }[] = [];
  for (const [index, { at, weight }] of wishes.entries()) {
    let pool = { sum: (at - offsets[index]!) * weight, weight, size: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.weight >= pool.sum / pool.weight;
      last = pools.at(-1)
    ) {
      pool = { sum: last.sum + pool.sum, weight: last.weight + pool.weight, size: last.size + pool.size };
      pools.pop();
    }
    pools.push(pool);
  }
  const bases = pools.flatMap(pool => Array<number>(pool.size).fill(pool.sum / pool.weight));
  return bases.map((base, index) => base + offsets[index]!);
}
