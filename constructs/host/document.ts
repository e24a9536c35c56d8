import type { Intent } from '../../lib/intent/intent';
import type { SshTarget } from '../../lib/ssh/target';
import type { Host } from './host';

/** How the controller reaches a host; what is not given comes from the OpenSSH configuration. */
export type SshProps = SshTarget;

export const DOCUMENT_FORMAT = 1;

/** A host as one file: how it is reached, and what it should be. */
export interface HostDocument {
  readonly formatVersion: typeof DOCUMENT_FORMAT;
  readonly ssh: SshTarget;
  readonly intent: Intent;
}

export const documentOf = (host: Host): HostDocument => ({
  formatVersion: DOCUMENT_FORMAT,
  ssh: host.props.ssh,
  intent: host.intent(),
});

/**
 * JSON that Terraform takes as it is: in a string of its own it would evaluate `${` and `%{`, so their first
 * characters are written as JSON escapes, which read back as the same text.
 */
export const terraformText = (value: unknown): string =>
  JSON.stringify(value).replace(/([$%])(?=\{)/g, mark => `\\u00${mark.charCodeAt(0).toString(16)}`);
