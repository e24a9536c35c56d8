import { log } from '../log';

const PARENT_POLL_MS = 500;

/**
 * A terminal's ^C reaches the whole process group, and a service manager's SIGTERM the whole unit.
 * Terraform then calls StopProvider and waits for us, so no signal may end the process by itself.
 */
export function surviveSignals(stop: () => void): void {
  process.on('SIGINT', () => log('debug', 'SIGINT is left to terraform'));
  process.on('SIGTERM', stop);
  process.on('SIGHUP', stop);
}

/** The host's own watchdog takes back what was under way; nobody is left to tell. */
export function endWithParent(): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, PARENT_POLL_MS);
  timer.unref();
}

/** Without a log the work goes on; without a reader of the handshake, the only line on stdout, it is pointless. */
export function surviveClosedPipes(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', () => process.exit(1));
}

/** One host's stray promise must not end the work on the others. */
export function surviveStrayErrors(): void {
  const keepOn = (thrown: unknown) =>
    log('error', 'an error that nobody awaited', {
      error: thrown instanceof Error ? thrown.stack : String(thrown),
    });
  process.on('uncaughtException', keepOn);
  process.on('unhandledRejection', keepOn);
}
