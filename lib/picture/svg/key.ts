import type { HostPicture } from '../picture';
import { text } from './draw';

interface Sign {
  readonly width: number;
  readonly words: string;
  readonly draw: (x: number, y: number) => string;
}

const box = (kind: string) => (x: number, y: number) =>
  `<rect class="tl-box${kind}" x="${x}" y="${y - 9.5}" width="18" height="11" rx="3"/>`;
const disc = (kind: string) => (x: number, y: number) =>
  `<circle class="${kind}" cx="${x + 4}" cy="${y - 4}" r="3.5"/>`;
const line = (x: number, y: number) => `<path class="tl-edge tl-path" d="M${x} ${y - 4}h22"/>`;

/** The signs that occur in these pictures. */
function signsOf(pictures: readonly HostPicture[]): Sign[] {
  const links = pictures.flatMap(picture => picture.links);
  const states = links.map(link => link.state);
  const has = (found: boolean, sign: Sign): Sign[] => (found ? [sign] : []);
  return [
    ...has(
      links.some(link => link.owned),
      { width: 18, words: "Trunkline's", draw: box('') },
    ),
    ...has(
      links.some(link => !link.owned),
      { width: 18, words: 'foreign', draw: box(' tl-foreign') },
    ),
    ...has(
      links.some(link => link.onManagementPath),
      { width: 22, words: 'management path', draw: line },
    ),
    ...has(states.includes('up'), { width: 8, words: 'up', draw: disc('tl-on') }),
    ...has(
      states.some(state => state !== undefined && state !== 'up'),
      {
        width: 8,
        words: 'not up',
        draw: disc('tl-off tl-warn'),
      },
    ),
  ];
}

/** Explains the signs on one line. */
export function drawKey(pictures: readonly HostPicture[], y: number): string[] {
  let x = 1;
  return signsOf(pictures).map(({ width, words, draw }) => {
    const at = x;
    x += width + 7 + words.length * 7.4 + 18;
    return draw(at, y) + text('tl-key', at + width + 7, y, words);
  });
}
