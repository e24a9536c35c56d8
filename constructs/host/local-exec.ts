import { join } from 'node:path';
import { packageRoot } from './package-root';
import { literal } from './terraform-text';

/** A host without a provider of ours: two resources with provisioners. Why two: docs/adr/0007. */
export interface LocalExec {
  /** Replaced whenever the description changes; its creation applies. Nothing happens when it is destroyed. */
  readonly host: Readonly<Record<string, unknown>>;
  /** Stays as long as the host is described; its destruction gives the host back. */
  readonly release: Readonly<Record<string, unknown>>;
}

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const run = (words: string, document: string, more: object = {}) => ({
  'local-exec': {
    command: literal(
      `${quote(process.execPath)} ${quote(join(packageRoot, 'dist', 'bin', 'trunkline.js'))} ${words} --document-from-environment --yes`,
    ),
    environment: { TRUNKLINE_DOCUMENT: document },
    ...more,
  },
});

/** `document` and `released`, the same host with nothing described, are Terraform's text. */
export function localExec(
  way: 'terraform-data' | 'null-resource',
  document: string,
  released: string,
): LocalExec {
  if (way === 'terraform-data')
    return {
      host: {
        triggers_replace: [document],
        provisioner: [run('apply', '${self.triggers_replace[0]}')],
      },
      release: {
        input: released,
        provisioner: [run('destroy', '${self.input}', { when: 'destroy' })],
      },
    };
  const triggers = '${self.triggers.document}';
  return {
    host: { triggers: { document }, provisioner: [run('apply', triggers)] },
    release: {
      triggers: { document: released },
      provisioner: [run('destroy', triggers, { when: 'destroy' })],
    },
  };
}
