import { ValidationError } from '../../lib/errors';
import { INTENT_FORMAT, type Intent } from '../../lib/intent/intent';
import type { SshTarget } from '../../lib/ssh';
import { parseProxyJump } from '../../lib/ssh/target';

/** A host that a command works on. */
export interface Member {
  /** Its name in blocks and tables; with its stack where the name alone would be two hosts. */
  readonly label: string;
  readonly ssh: SshTarget;
  /** What it should be; empty for a host that is named by its address only. */
  readonly intent: Intent;
  /** The file that says so. */
  readonly file?: string;
}

/** Nothing is wanted of this host. Settings that guard its transactions stay. */
export function nothingOf({ host, settings }: Pick<Intent, 'host' | 'settings'>): Intent {
  const { confirmTimeoutSec, suppress } = settings;
  return {
    formatVersion: INTENT_FORMAT,
    host,
    settings: {
      ...(confirmTimeoutSec !== undefined && { confirmTimeoutSec }),
      ...(suppress && { suppress }),
    },
    resources: [],
  };
}

export const isAddress = (text: string): boolean => text.startsWith('ssh://');

/** A host without a project: `ssh://[user@]host[:port]`. */
export function memberAt(address: string): Member {
  const [ssh, ...others] = parseProxyJump(address);
  if (!ssh || others.length > 0)
    throw new ValidationError({
      doing: 'read the address',
      found: address,
      remedy: 'write ssh://[user@]host[:port]',
    });
  return { label: ssh.host, ssh, intent: nothingOf({ host: ssh.host, settings: {} }) };
}
