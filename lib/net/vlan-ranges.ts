import { z } from 'zod';
import { vlanId } from './vlan-id';

/** First and last VLAN ID, both included. */
export type VlanRange = readonly [first: number, last: number];

/** IDs as the fewest ranges, in order. */
export function rangesOf(ids: Iterable<number>): VlanRange[] {
  const ranges: [number, number][] = [];
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === id - 1) last[1] = id;
    else ranges.push([id, id]);
  }
  return ranges;
}

/** As bridge(8) takes it: `200`, `1000-1999`. */
export const renderRange = ([first, last]: VlanRange): string =>
  first === last ? String(first) : `${first}-${last}`;

/** `100,200-299`; empty for none. */
export const renderVlans = (ids: Iterable<number>): string => rangesOf(ids).map(renderRange).join(',');

const span = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The IDs that a text such as `100,200-299` names. Undefined when it names none properly. */
export function readVlans(text: string): number[] | undefined {
  const parts = text.split(',').map(part => /^\s*(\d{1,4})(?:-(\d{1,4}))?\s*$/.exec(part));
  const ranges = parts.map(part => part && ([Number(part[1]), Number(part[2] ?? part[1])] as const));
  const whole = ranges.every(range => range !== null && range[0] <= range[1]);
  return whole ? ranges.flatMap(range => span(...range!)) : undefined;
}

/** The IDs of a parsed `vlanRanges`. */
export const vlansOf = (ranges: string): number[] => (ranges === '' ? [] : readVlans(ranges)!);

/** VLAN IDs as one text, `100,200-299`: the fewest ranges, in order. Empty for none. */
export const vlanRanges = z.string().transform((text, context) => {
  const ids = text.trim() === '' ? [] : readVlans(text);
  const fault = ids
    ? ids.map(id => vlanId.safeParse(id).error?.issues[0]?.message).find(message => message)
    : `${JSON.stringify(text)} is no list of VLAN IDs; give IDs and ranges such as 100,200-299`;
  if (!fault) return renderVlans(ids!);
  context.addIssue({ code: 'custom', message: fault });
  return z.NEVER;
});
