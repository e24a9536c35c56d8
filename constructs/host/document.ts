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

/** The same host with nothing of ours. What its VLANs were for is part of what was described, so that it goes as well. */
export function releaseOf(document: HostDocument): HostDocument {
  const { roles: _, pool: __, ...settings } = document.intent.settings;
  return { ...document, intent: { ...document.intent, settings, resources: [] } };
}

export const documentOf = (host: IHost): HostDocument => ({
  formatVersion: DOCUMENT_FORMAT,
  ssh: host.props.ssh,
  intent: host.intent(),
});
