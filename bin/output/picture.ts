import { kinds } from '../../constructs/kinds';
import type { Intent } from '../../lib/intent/intent';
import {
  type HostPicture,
  pictureOfIntent,
  pictureOfState,
  renderDot,
  renderMermaid,
  renderTable,
  renderTree,
} from '../../lib/picture';
import type { State } from '../../lib/state/state';
import type { Member } from '../fleet/member';
import type { Output } from './output';

export const formats = ['tree', 'table', 'mermaid', 'dot'] as const;
export type Format = (typeof formats)[number];

/** Name servers are looked at whoever set them. */
const asked = kinds.has('dns') ? [{ kind: 'dns', props: { servers: [] } }] : [];

export const drawState = ({ label, intent }: Member, state: State): HostPicture =>
  pictureOfState(kinds, state, { host: label, asked: [...intent.resources, ...asked] });

export const drawIntent = (label: string, intent: Intent): HostPicture => ({
  ...pictureOfIntent(kinds, intent),
  host: label,
});

/** Pictures as text: one after the other, or in one graph where the format has graphs. */
export function drawText(
  pictures: readonly HostPicture[],
  format: Format,
  output: Output,
  width: number | undefined,
): string {
  switch (format) {
    case 'tree':
      return pictures.map(one => renderTree(one, { color: output.paint.isColorSupported, width })).join('\n');
    case 'table':
      return pictures.map(one => renderTable(one)).join('\n');
    case 'mermaid':
      return renderMermaid(pictures);
    case 'dot':
      return renderDot(pictures);
  }
}
