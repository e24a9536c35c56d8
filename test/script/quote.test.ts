import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { batchWord, comment, heredoc, quote } from '../../lib/script/quote';
import { SHELLS } from './sandbox';

const anything = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        "'",
        '"',
        '\\',
        '$(touch canary)',
        '`',
        '\n',
        '\r',
        '!',
        '*',
        '~',
        '#',
        '-e',
        '',
        ' ',
        'ü',
      ),
    ),
  )
  .map(parts => parts.join('').replaceAll('\0', '').toWellFormed());

const read = (shell: readonly string[], script: string): string =>
  execFileSync(shell[0]!, [...shell.slice(1), '-s'], { input: script, encoding: 'utf8' });

describe.each(SHELLS.map(shell => [shell.join(' '), shell] as const))('%s', (_name, shell) => {
  test('reads a quoted value back as it was', () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 40 }), values => {
        expect(read(shell, `printf '%s\\n--\\n' ${values.map(quote).join(' ')}`)).toBe(
          values.map(value => `${value}\n--\n`).join(''),
        );
      }),
      { numRuns: 25 },
    );
  });

  test('reads a document back as it was, whatever it holds', () => {
    const marks = fc.constantFrom(
      'TRUNKLINE_END',
      'TRUNKLINE_END_',
      '\nTRUNKLINE_END\n',
      '$(touch canary)',
      '\\',
      '\t',
    );
    // ASCII, as every file of ours: dash loses a byte where a line begins as the mark does and goes on in UTF-8.
    const ascii = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(fc.array(fc.oneof(ascii, marks)), parts => {
        const text = `${parts.join('')}\n`;
        const { open, body } = heredoc(text);
        expect(read(shell, `cat ${open}\n${body}\n`)).toBe(text);
      }),
      { numRuns: 40 },
    );
  });

  test('reads nothing of a comment', () => {
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 40 }), texts => {
        const lines = texts.map(comment);
        expect(lines.filter(line => line.includes('\n'))).toEqual([]);
        expect(read(shell, `${lines.join('\n')}\necho end`)).toBe('end\n');
      }),
      { numRuns: 25 },
    );
  });
});

test('a NUL is refused, since no argument can hold it', () => {
  expect(() => quote('a\0b')).toThrow(new RangeError('a NUL cannot be an argument'));
});

test.each(['', ' ', 'a b', "'", '"', '\\', '#', 'a#b', '\n', 'ü', '$(x)', '\0', 'a;b'])(
  'a batch cannot carry %j',
  text => {
    expect(() => batchWord(text)).toThrow(`${JSON.stringify(text)} cannot be written in an ip batch`);
  },
);

test.each(['bond0.100', 'fd00::1/64', 'layer3+4', '802.3ad', 'a_b-c'])(
  'a batch carries %j as it is',
  text => {
    expect(batchWord(text)).toBe(text);
  },
);
