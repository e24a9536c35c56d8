import { connect } from 'node:net';
import type { RunResult } from '../run';
import { until } from '../run';
import { onLine } from './lines';
import { isAlive, type ProcessId } from './process';

/** One script through the machine's virtio console: no network, no sshd, no key. stderr is in stdout. */
function ask(path: string, script: string, timeoutMs: number): Promise<Omit<RunResult, 'stderr'>> {
  const id = Math.random().toString(36).slice(2);
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    const timer = setTimeout(() => socket.destroy(new Error(`no answer on ${path}`)), timeoutMs);
    socket.on('error', reject);
    socket.on('close', () => {
      clearTimeout(timer);
      reject(new Error(`${path} closed`));
    });
    onLine(socket, line => {
      const [answered, code, output = ''] = line.split(' ');
      // A terminal not yet in raw mode echoes the question: two words, not three.
      if (answered !== id || !/^\d+$/.test(code ?? '')) return;
      resolve({ code: Number(code), stdout: Buffer.from(output, 'base64').toString() });
      socket.destroy();
    });
    // The newline in front ends whatever half a line an interrupted client left behind.
    socket.write(`\n${id} ${Buffer.from(script).toString('base64')}\n`);
  });
}

/** Waits until the machine listens, for as long as it lives. */
export async function agentReady(path: string, id: ProcessId, timeoutMs?: number): Promise<void> {
  await until(
    `agent of ${path}`,
    () => {
      if (!isAlive(id)) throw new Error(`QEMU of ${path} has ended`);
      // By a timer: a guest that was restored may answer and yet have none that run.
      return ask(path, 'sleep 0.01', 2000).then(
        () => true as const,
        () => undefined,
      );
    },
    { timeoutMs },
  );
}

/** Runs a script that must succeed. */
export async function agentRun(path: string, script: string, timeoutMs = 120_000): Promise<string> {
  const { code, stdout } = await ask(path, script, timeoutMs);
  if (code !== 0) throw new Error(`the script ended with ${code}: ${stdout.trim()}\n${script.slice(0, 500)}`);
  return stdout;
}
