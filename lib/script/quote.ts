/** The one place that turns values into text that a program reads. */

/** A value as one word of POSIX sh. Throws on NUL, which no argument can hold. */
export function quote(value: string): string {
  if (value.includes('\0')) throw new RangeError('a NUL cannot be an argument');
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

/**
 * A value as one word of a batch line of ip(8) or bridge(8). Their reader splits at blanks, knows both quotes,
 * ends a line at `#` and joins lines at a trailing backslash; it has no escapes within quotes
 * (lib/utils.c, makeargs and getcmdline), so what it cannot carry is refused.
 */
export function batchWord(value: string): string {
  if (/^[A-Za-z0-9_@%+=:,./-]+$/.test(value)) return value;
  throw new RangeError(`${JSON.stringify(value)} cannot be written in an ip batch`);
}

/** Text as a comment: one line, no control characters. */
export const comment = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a reader's terminal
  `# ${text.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '?')}`;

/** A document whose delimiter cannot stand in the text, since it is made longer until it does not. */
export function heredoc(text: string): { readonly open: string; readonly body: string } {
  let mark = 'TRUNKLINE_END';
  while (text.includes(mark)) mark += '_';
  return { open: `<<'${mark}'`, body: `${text.endsWith('\n') || text === '' ? text : `${text}\n`}${mark}` };
}
