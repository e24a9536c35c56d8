/** The one place that turns values into text that a program reads. */

/** A link that is named by what it is, or its folder in sysfs: only the host knows the name. */
const REF = /^(\/sys\/class\/net\/)?(@(?:(?:mac|pci):[0-9a-f:.]+|driver:[a-z0-9_-]+))(?=\/|$)/;

/** The variable of sh that holds the name which a host has for `@mac:52:54:00:00:00:01`. */
export const nicVariable = (ref: string): string =>
  `nic_${ref
    .slice(1)
    .replaceAll('-', '__')
    .replaceAll(/[^a-z0-9_]/g, '_')}`;

/** The reference that a value is about, if it is about one. */
export const refOf = (value: string): string | undefined => REF.exec(value)?.[2];

/** A value as one word of POSIX sh. Throws on NUL, which no argument can hold. */
export function quote(value: string): string {
  if (value.includes('\0')) throw new RangeError('a NUL cannot be an argument');
  const [all, folder = '', ref] = REF.exec(value) ?? [];
  if (all !== undefined && ref) {
    const rest = value.slice(all.length);
    return `${folder}"$${nicVariable(ref)}"${rest && quote(rest)}`;
  }
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

/** The same where sh writes the batch: a link that only the host can name is named there. */
export const echoedWord = (value: string): string => (refOf(value) ? quote(value) : batchWord(value));

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
