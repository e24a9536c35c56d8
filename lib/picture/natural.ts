const parts = (text: string): readonly string[] => text.match(/\d+|\D+/g) ?? [];

/** Order of names as people count: `eth2` before `eth10`. The same on every machine, whatever its locale. */
export function natural(a: string, b: string): number {
  const left = parts(a);
  const right = parts(b);
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (one === other) continue;
    const byNumber = Number(one) - Number(other);
    if (byNumber) return byNumber;
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
}
