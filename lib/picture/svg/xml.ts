import { plain } from '../text';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as XML allows it, in elements and in attributes. */
export const xml = (text: string): string =>
  plain(text, Number.POSITIVE_INFINITY).replace(/[&<>"']/g, sign => entities[sign]!);

/** Short, and the same for the same text: FNV-1a, 32 bits. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(36);
}
