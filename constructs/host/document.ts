import type { Intent } from '../../lib/intent/intent';
import type { SshTarget } from '../../lib/ssh/target';
import type { IHost } from './host-props';

export const DOCUMENT_FORMAT = 1;

/** A host as one file: how it is reached, and what it should be. */
export interface HostDocument {
  readonly formatVersion: typeof DOCUMENT_FORMAT;
  readonly ssh: SshTarget;
  readonly intent: Intent;
}

export const documentOf = (host: IHost): HostDocument => ({
  formatVersion: DOCUMENT_FORMAT,
  ssh: host.props.ssh,
  intent: host.intent(),
});
