/** Bytes of a string as the kernel counts them: UTF-8. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length;

/** True for text that no shell, batch file, terminal or log can be fooled by: printable ASCII, no space. */
export const isPlainWord = (text: string): boolean => /^[\x21-\x7e]+$/.test(text);
