import { randomBytes } from 'node:crypto';
import { ValidationError } from '../errors';

const PATH = '/usr/sbin:/usr/bin:/sbin:/bin';
const HELLO = 'trunkline-program';

/** What the launcher says when something before it has eaten the beginning of the program. */
export const STDIN_EATEN = 'trunkline: the program did not arrive whole';

/**
 * The command line of every exec. It is constant: the program comes on standard input, so it is in no process
 * list and has no length limit. The user's login shell reads this, and that may be csh or fish: one line, one
 * pair of single quotes, no `!` and no backslash in it.
 *
 * `read` takes exactly one line. If a .bashrc has read from standard input, the rest of the program must not run.
 * sudo clears SSH_CONNECTION, so it goes along as $1.
 */
export function launcher(sudo: boolean | 'auto'): string {
  const asRoot = { auto: '[ "$(command id -u)" = 0 ] || s="sudo -n"', true: 's="sudo -n"', false: ':' }[
    `${sudo}`
  ];
  return `/bin/sh -c '${[
    'IFS= read -r l',
    `[ "$l" = ${HELLO} ] || { echo "${STDIN_EATEN}" >&2; exit 125; }`,
    `PATH=${PATH}`,
    's=',
    asRoot,
    `exec /usr/bin/env -i PATH=${PATH} LC_ALL=C HOME="\${HOME:-/}" $s /bin/sh -s -- "\${SSH_CONNECTION:-}"`,
  ].join('; ')}'`;
}

/** A program ready to be sent, and the markers that enclose its output on stdout and on stderr. */
export interface FramedProgram {
  readonly text: string;
  readonly begin: string;
  /** Followed by the exit code and a newline. */
  readonly end: string;
}

/**
 * Wraps a program. The braces make the shell read to the end before it runs anything, so of a program that
 * was cut off on the way nothing runs. Nobody on the host can know the nonce beforehand.
 */
export function frameProgram(program: string, stdin?: string): FramedProgram {
  refuseNul('program', program);
  refuseNul('stdin', stdin ?? '');
  const nonce = `trunkline-${randomBytes(16).toString('hex')}`;
  const begin = `${nonce} begin\n`;
  const end = `\n${nonce} end `;
  const input =
    stdin === undefined ? '</dev/null' : `<<'${nonce}-stdin'\n${withNewline(stdin)}${nonce}-stdin`;
  const text = `${HELLO}
{
LC_ALL=C PATH=${PATH} TRUNKLINE_SSH_CONNECTION="$1"
export LC_ALL PATH TRUNKLINE_SSH_CONNECTION
unset IFS CDPATH ENV BASH_ENV LANG LANGUAGE GLOBIGNORE POSIXLY_CORRECT
set --
umask 022
cd /
printf '${nonce} begin\\n'
printf '${nonce} begin\\n' >&2
(
:
${program}

) ${input}
set -- "$?"
printf '\\n${nonce} end %d\\n' "$1"
printf '\\n${nonce} end %d\\n' "$1" >&2
exit 0
}
`;
  return { text, begin, end };
}

function withNewline(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function refuseNul(field: string, text: string): void {
  if (!text.includes('\0')) return;
  throw new ValidationError({ doing: 'send a program', field, found: 'contains a NUL byte', code: 'nul' });
}
