import { createWriteStream, type WriteStream } from 'node:fs';
import type { Stage } from '../lib/apply/apply';

/**
 * Terraform shows nothing of what a provider does meanwhile. Where there is a terminal it is told directly, best
 * effort; a CI job has none to tell.
 */
let terminal: WriteStream | undefined | null;

function open(): WriteStream | null {
  if (process.env.CI || process.env.TRUNKLINE_QUIET) return null;
  const stream = createWriteStream('/dev/tty', { flags: 'w' });
  stream.on('error', () => {
    terminal = null;
  });
  return stream;
}

export const stageText = (stage: Stage): string => {
  switch (stage.stage) {
    case 'reading':
      return 'reading';
    case 'applying':
      return `applying ${stage.done} of ${stage.of}${stage.what ? `: ${stage.what}` : ''}`;
    case 'reconnecting':
      return `connecting anew; unless confirmed it goes back by itself in ${stage.secondsLeft} s`;
    case 'verifying':
      return 'verifying over a new connection';
    case 'confirmed':
      return 'confirmed';
    case 'reverting':
      return `taking it back: ${stage.why}`;
  }
};

/** A teller for one host that says each thing once. */
export function teller(host: string): (stage: Stage) => void {
  let last = '';
  return stage => {
    const text = stageText(stage);
    if (text === last) return;
    last = text;
    if (terminal === undefined) terminal = open();
    terminal?.write(`${host}: ${text}\r\n`);
  };
}
