import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Written in by the bundler. */
declare const TRUNKLINE_VERSION: string | undefined;

/** The version of this package; run from its source it is read from package.json. */
export const version = (): string =>
  typeof TRUNKLINE_VERSION === 'string'
    ? TRUNKLINE_VERSION
    : (JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string })
        .version;
