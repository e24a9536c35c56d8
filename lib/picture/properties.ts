/** Properties by name, whatever kind they are of: pictures know words of the field, not kinds. */
import type { Props } from '../kind';
import type { DraftLink } from './draft';

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const whole = (value: unknown): number | undefined =>
  Number.isInteger(value) ? (value as number) : undefined;
const wholes = (value: unknown): number[] | undefined => {
  const list = [value].flat().filter(one => Number.isInteger(one)) as number[];
  return list.length > 0 ? list : undefined;
};

/** What a resource's properties say of the link that it is. */
export const factsOfLink = (props: Props): Pick<DraftLink, 'mode' | 'tag' | 'trunks' | 'state'> => ({
  ...(text(props.mode) !== undefined && { mode: text(props.mode) }),
  ...factsOfPort(props),
  ...(props.up === false && { state: 'down' as const }),
});

/** What they say of a port of a bridge. */
export const factsOfPort = (props: Props): Pick<DraftLink, 'tag' | 'trunks'> => ({
  ...(whole(props.tag) !== undefined && { tag: whole(props.tag) }),
  ...(wholes(props.trunks) && { trunks: wholes(props.trunks) }),
});
