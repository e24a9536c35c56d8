import { RemoteCommandError, TransportError } from '../errors';
import type { FrameReader } from './frame';
import { STDIN_EATEN } from './program';

const DOING = 'run a program on';
const OBSERVE = 'observe the host before doing anything again';

interface Explanation {
  readonly code: string;
  readonly found: string;
  readonly remedy: string;
}

/** What the streams and the exit status said of a program that did not reply properly. */
export interface Reply {
  readonly host: string;
  readonly user: string;
  readonly stdout: FrameReader;
  readonly stderr: FrameReader;
  readonly maxBytes: number;
  /** `exit code 1`, `signal SIGKILL`, `no exit code` */
  readonly exit: string;
}

/** The program was sent; whether it ran to its end nobody knows. */
export function outcomeUnknown(host: string, reason: string, cause?: unknown): TransportError {
  const found = `${reason}; outcome unknown`;
  return new TransportError({ doing: DOING, host, code: 'outcome-unknown', found, remedy: OBSERVE, cause });
}

/** The program was not sent. */
export function notStarted(host: string, reason: string, cause?: unknown): TransportError {
  const found = `${reason}; the program was not sent`;
  return new TransportError({
    doing: DOING,
    host,
    code: 'not-started',
    found,
    remedy: 'connect again',
    cause,
  });
}

/** The host closed the channel, or was cut short, without a valid reply. */
export function badReply(reply: Reply): RemoteCommandError {
  return new RemoteCommandError({ doing: DOING, host: reply.host, ...explain(reply) });
}

function explain(reply: Reply): Explanation {
  const { stdout, stderr, exit, maxBytes } = reply;
  const problem = stdout.problem ?? stderr.problem;
  if (problem === 'too-long') {
    const found = `the reply is longer than ${maxBytes} bytes and was refused; outcome unknown`;
    return { code: 'reply-too-long', found, remedy: 'see what the host prints there' };
  }
  if (stdout.begun || stderr.begun) {
    const found = `the reply was cut off (${exit})${said(stdout, stderr)}; outcome unknown`;
    return { code: 'reply-cut-off', found, remedy: OBSERVE };
  }
  return neverBegan(reply);
}

function neverBegan({ host, user, stdout, stderr, exit }: Reply): Explanation {
  const words = stderr.noise;
  const sudo = SUDO.find(({ pattern }) => pattern.test(words));
  if (sudo !== undefined) {
    const found = `sudo ${sudo.found} for user '${user}'`;
    return { code: sudo.code, found, remedy: sudo.remedy(user, host) };
  }
  if (words.includes(STDIN_EATEN)) {
    const remedy = 'let the shell start-up files of that user read nothing when there is no terminal';
    return {
      code: 'stdin-eaten',
      found: 'something on the host reads standard input before the program',
      remedy,
    };
  }
  const remedy = `see that '${user}' may log in there and has a POSIX shell as /bin/sh`;
  const found = `the reply was cut off before the program began (${exit})${said(stdout, stderr)}`;
  return { code: 'reply-cut-off', found, remedy };
}

const sudoers = (user: string) =>
  `allow it in /etc/sudoers.d: \`${user} ALL=(root) NOPASSWD: ALL\`, or log in as root`;

// sudo speaks English under LC_ALL=C.
const SUDO = [
  {
    pattern: /sudo: .*(password is required|terminal is required|no askpass)|sudo: no password was provided/,
    code: 'sudo-password',
    found: 'asks for a password',
    remedy: sudoers,
  },
  {
    pattern: /sudo: .*must have a tty/,
    code: 'sudo-tty',
    found: 'asks for a terminal',
    remedy: () => 'remove `requiretty` from its sudoers',
  },
  {
    pattern: /not in the sudoers|may not run sudo|is not allowed to (execute|run)/,
    code: 'sudo-refused',
    found: 'is not allowed',
    remedy: sudoers,
  },
  {
    pattern: /sudo['’]?: (No such file|command not found|not found)/,
    code: 'sudo-missing',
    found: 'is not installed',
    remedy: (_: string, host: string) => `install sudo on '${host}', or log in as root`,
  },
];

function said(stdout: FrameReader, stderr: FrameReader): string {
  const words =
    (stderr.begun ? stderr.text : stderr.noise).trim() || (stdout.begun ? '' : stdout.noise.trim());
  return words === '' ? '' : `; it said: ${words.slice(-600)}`;
}
