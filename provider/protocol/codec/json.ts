const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const SURELY_EXACT = /^-?\d{1,15}$/;

/** JSON.parse, but numbers that a double may not hold exactly become strings, not other numbers. */
export function parseExactJson(text: string): unknown {
  const parts: string[] = [];
  let position = 0;
  while (position < text.length) {
    const quote = text.indexOf('"', position);
    const outside = text.slice(position, quote === -1 ? undefined : quote);
    parts.push(outside.replace(NUMBER, number => (SURELY_EXACT.test(number) ? number : `"${number}"`)));
    if (quote === -1) break;
    position = endOfString(text, quote);
    parts.push(text.slice(quote, position));
  }
  return JSON.parse(parts.join(''));
}

/** The index after the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}
