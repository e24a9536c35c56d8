import { connect } from 'node:net';
import { onLine } from './lines';

type Json = Record<string, unknown>;

export interface Qmp {
  execute<T = unknown>(command: string, args?: Json): Promise<T>;
  /** A command of the human monitor; its complaints become errors. */
  human(line: string): Promise<string>;
}

interface Answer {
  id?: number;
  return?: unknown;
  error?: { desc: string };
  event?: string;
  QMP?: unknown;
}

/** A QMP socket serves one client at a time, so a connection lasts for one piece of work. */
export async function withQmp<T>(
  path: string,
  work: (qmp: Qmp) => Promise<T>,
  timeoutMs = 120_000,
): Promise<T> {
  const socket = connect(path);
  const waiting = new Map<number, { resolve: (v: unknown) => void; reject: (e: Error) => void }>();
  let next = 0;
  let lost: Error | undefined;
  const fail = (error: Error): void => {
    lost = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer on ${path}`)));
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(`${path} closed`)));
  onLine(socket, line => {
    const answer = JSON.parse(line) as Answer;
    const request = waiting.get(answer.id ?? -1);
    if (!request) return;
    waiting.delete(answer.id!);
    if (answer.error) request.reject(new Error(answer.error.desc));
    else request.resolve(answer.return);
  });
  const execute = <R>(command: string, args: Json = {}): Promise<R> =>
    new Promise<R>((resolve, reject) => {
      if (lost) return reject(lost);
      const id = next++;
      waiting.set(id, {
        resolve: v => resolve(v as R),
        reject: e => reject(new Error(`QMP ${command} ${JSON.stringify(args)}: ${e.message}`)),
      });
      socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`);
    });
  const human = async (line: string): Promise<string> => {
    const said = await execute<string>('human-monitor-command', { 'command-line': line });
    if (/error|could not|cannot/i.test(said)) throw new Error(`${line}: ${said.trim()}`);
    return said;
  };
  try {
    await execute('qmp_capabilities');
    return await work({ execute, human });
  } finally {
    socket.destroy();
  }
}
