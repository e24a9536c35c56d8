import type { Duplex } from 'node:stream';

/** Silent intervals after which a connection is dead. */
export const MISSED_KEEPALIVES = 3;

/**
 * Calls `onDead` after three intervals without a single byte. ssh2's own count looks only at the replies to
 * its keepalives, and so kills a slow line that is busy with a long answer. Ticks are counted, not seconds: a
 * controller that was itself busy or asleep is not the host's fault.
 * @returns what stops the watch
 */
export function watchSilence(stream: Duplex, intervalSec: number, onDead: () => void): () => void {
  let silent = 0;
  const heard = () => {
    silent = 0;
  };
  const timer = setInterval(() => {
    silent += 1;
    if (silent >= MISSED_KEEPALIVES) onDead();
  }, intervalSec * 1000);
  stream.on('data', heard);
  return () => {
    clearInterval(timer);
    stream.off('data', heard);
  };
}
