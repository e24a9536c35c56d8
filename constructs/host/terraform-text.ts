/** Text that Terraform must not evaluate. */
export const literal = (text: string): string =>
  // `$${` would do for one `${`, but `$${` itself has no such spelling.
  text.replace(/(\$+|%+)(?=\{)/g, marks => `\${"${marks}"}`);

/**
 * JSON that Terraform takes as it is: in a string of its own it would evaluate `${` and `%{`, so their first
 * characters are written as JSON escapes, which read back as the same text.
 */
export const terraformJson = (value: unknown): string =>
  JSON.stringify(value).replace(/([$%])(?=\{)/g, mark => `\\u00${mark.charCodeAt(0).toString(16)}`);

export const snake = (name: string): string => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/** Whether a value is a token of cdktf's: one that Terraform knows only later. */
export const isToken = (value: unknown): boolean =>
  typeof value === 'number'
    ? value < -1e300
    : typeof value === 'string'
      ? /[$#]\{TfToken\[/.test(value)
      : Array.isArray(value) && value.some(isToken);
