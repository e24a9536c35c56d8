import { visible } from '../errors';

/** A name that the kernel allows has 15 bytes; whatever a hostile host says beyond this is cut. */
const MAX_TEXT = 120;

/**
 * Text of a user or a host on one line, with nothing in it that moves a cursor or turns text round. U+FFFE and U+FFFF
 * are no characters of XML 1.0.
 */
export const plain = (text: unknown, max = MAX_TEXT): string =>
  visible(String(text), max).replace(/[\ufffe\uffff]/g, sign => `\\u${sign.charCodeAt(0).toString(16)}`);

// East Asian wide and fullwidth forms and emoji take two cells of a terminal, combining marks none (UAX #11).
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const NONE = /\p{Mark}|[\u200b-\u200d\u2060]/u;

/** Cells that a text takes in a font where every letter is as wide as the next. */
export function cells(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII, which is nearly every text
  if (/^[\x00-\x7f]*$/.test(text)) return text.length;
  return [...text].reduce((sum, sign) => sum + (NONE.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1), 0);
}

/** Cells of the widest; not by spreading, for a host can have more links than a call takes arguments. */
export const widest = (texts: readonly string[]): number =>
  texts.reduce((most, text) => Math.max(most, cells(text)), 0);

export const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - cells(text)));

/** A text that takes no more than so many cells; its end gives way. */
export function clip(text: string, width: number): string {
  if (cells(text) <= width) return text;
  let clipped = '';
  for (const sign of text) {
    if (cells(clipped + sign) >= width) break;
    clipped += sign;
  }
  return `${clipped}…`;
}
