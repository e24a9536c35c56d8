import { constants } from 'node:os';
import { StringDecoder } from 'node:string_decoder';
import type { Client, ClientChannel } from 'ssh2';
import { FrameReader } from './frame';
import { frameProgram, launcher } from './program';
import { badReply, notStarted, outcomeUnknown } from './reply-failure';
import type { ResolvedTarget } from './resolve';

export interface ExecOptions {
  /** Seconds until the outcome counts as unknown; 0: no limit. @default 120 */
  readonly timeoutSec?: number;
  /** The longest reply that is accepted, for stdout and stderr each, at most 256 MiB. @default 64 MiB */
  readonly maxBytes?: number;
  /** Called with the program's own output while it comes in. */
  readonly onStdout?: (text: string) => void;
  /** What the program reads as standard input: text without NUL; a final newline is added where it is missing. @default nothing */
  readonly stdin?: string;
}

export interface ExecResult {
  /** The program's exit code; 128 + n where a signal ended it. */
  readonly code: number;
  /** The signal's name where the code is one that sh gives for a signal. */
  readonly signal?: string;
  /** What the program printed, and nothing else. Bytes that are not UTF-8 come as U+FFFD. */
  readonly stdout: string;
  readonly stderr: string;
}

const MIB = 1024 * 1024;

/** One program on one channel. `abandon` ends it when the connection is lost. */
export class Exec {
  readonly result: Promise<ExecResult>;
  abandon: (reason: string, cause?: unknown) => void = () => {};

  constructor(client: Client, target: ResolvedTarget, program: string, options: ExecOptions) {
    const framed = frameProgram(program, options.stdin);
    const maxBytes = Math.min(options.maxBytes ?? 64 * MIB, 256 * MIB);
    const decoder = new StringDecoder('utf8');
    const { onStdout } = options;
    const stdout = new FrameReader(framed, maxBytes, chunk => onStdout?.(decoder.write(chunk)));
    const stderr = new FrameReader(framed, maxBytes);
    const timeoutSec = options.timeoutSec ?? 120;
    let channel: ClientChannel | undefined;
    let exit = 'no exit code';
    let settled = false;
    let timer: NodeJS.Timeout | undefined;

    this.result = new Promise((resolve, reject) => {
      const finish = (settle: () => void) => {
        if (settled) return;
        settled = true;
        clearTimeout(timer);
        channel?.close();
        settle();
      };
      const fail = (error: unknown) => finish(() => reject(error));
      const reply = () => badReply({ host: target.name, user: target.user, stdout, stderr, maxBytes, exit });
      const read = (reader: FrameReader, chunk: Buffer) => {
        if (settled) return;
        try {
          reader.push(chunk);
        } catch (error) {
          fail(error);
        }
        const { code } = stdout;
        if (reader.problem !== undefined) fail(reply());
        // Both end markers, not the channel's end: a child in the background may keep the channel open.
        else if (code !== undefined && stderr.code !== undefined)
          finish(() => resolve(result(code, stdout, stderr)));
      };
      this.abandon = (reason, cause) => {
        const error = channel === undefined ? notStarted : outcomeUnknown;
        fail(error(target.name, reason, cause));
      };
      if (timeoutSec > 0) {
        timer = setTimeout(() => this.abandon(`no answer within ${timeoutSec} s`), timeoutSec * 1000);
      }
      client.exec(launcher(target.sudo), (error, opened) => {
        if (error)
          return fail(notStarted(target.name, `the host opened no session (${error.message})`, error));
        if (settled) return opened.close();
        channel = opened;
        opened.on('error', (cause: unknown) => this.abandon('the channel failed', cause));
        opened.on('data', (chunk: Buffer) => read(stdout, chunk));
        opened.stderr.on('data', (chunk: Buffer) => read(stderr, chunk));
        opened.on('exit', (code: number | null, signal?: string) => {
          exit = code === null ? `signal ${signal}` : `exit code ${code}`;
        });
        opened.on('close', () => fail(reply()));
        opened.end(framed.text);
      });
    });
  }
}

function result(code: number, stdout: FrameReader, stderr: FrameReader): ExecResult {
  return { code, signal: SIGNALS.get(code - 128), stdout: stdout.text, stderr: stderr.text };
}

const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));
