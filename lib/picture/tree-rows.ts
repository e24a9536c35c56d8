import { type Branch, forest } from './forest';
import type { HostPicture, PictureLink } from './picture';
import { cells, clip, plain } from './text';
import { factsOf, whatIs } from './words';

/** One line of a tree before it is laid out. */
export interface TreeRow {
  readonly link: PictureLink;
  readonly prefix: string;
  /** What stands in the place of prefix and name where the facts go on below. */
  readonly below: string;
  readonly name: string;
  readonly what: string;
  readonly state: string;
  readonly mtu: string;
  readonly facts: readonly string[];
}

/** Every name that the kernel allows fits; what a host makes up must not push the rest away. */
const MAX_NAME = 40;
const MAX_FACT = 60;

/** Upper links have the MAC of their lower one: it is told where it tells something. */
const tellsMac = ({ column, mac }: PictureLink): boolean =>
  mac !== undefined && (column === 'nic' || column === 'guest');

const row = (link: PictureLink, prefix: string, below: string): TreeRow => ({
  link,
  prefix,
  below,
  name: clip(plain(link.name), MAX_NAME),
  what: clip(whatIs(link), MAX_NAME),
  state: link.state ?? '',
  mtu: link.mtu === undefined ? '' : String(link.mtu),
  facts: [...factsOf(link), ...(tellsMac(link) ? [plain(link.mac)] : [])].map(fact => clip(fact, MAX_FACT)),
});

/** Ports stand above their bond as they do in the rack; what stands on a link hangs below it. */
function rowsOf({ link, feeders, branches, again }: Branch, prefix: string, below: string): TreeRow[] {
  if (again) return [{ ...row(link, prefix, below), what: 'see above', state: '', mtu: '', facts: [] }];
  return [
    ...feeders.map((feeder, index) => row(feeder, `${below}${index === 0 ? '┌─ ' : '├─ '}`, `${below}│`)),
    row(link, prefix, branches.length > 0 ? `${below}│` : below),
    ...branches.flatMap((branch, index) => {
      const last = index === branches.length - 1;
      return rowsOf(branch, `${below}${last ? '└─ ' : '├─ '}`, `${below}${last ? '   ' : '│  '}`);
    }),
  ];
}

export const treeRows = (picture: HostPicture): TreeRow[] =>
  forest(picture).flatMap(branch => rowsOf(branch, '', ''));

/** Facts on as many lines as the width asks for, never broken within one. */
export function wrap(facts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const fact of facts) {
    const last = lines.at(-1);
    const longer = `${last}, ${fact}`;
    if (last !== undefined && cells(longer) < width) lines[lines.length - 1] = longer;
    else lines.push(fact);
  }
  return lines.map((line, index) => (index < lines.length - 1 ? `${line},` : line));
}
