import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullScript } from '../../lib/script/scripts';
import { kinds } from '../kinds';
import type { HostDocument } from './document';

/** `hosts/<host>.json`, which the command line reads, and `hosts/<host>.sh`, which a reviewer reads. */
export function writeHostFiles(folder: string, document: HostDocument): void {
  const hosts = join(folder, 'hosts');
  const { host } = document.intent;
  mkdirSync(hosts, { recursive: true });
  writeFileSync(join(hosts, `${host}.json`), `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(join(hosts, `${host}.sh`), fullScript(kinds, document.intent).text);
}

/** A host that is no longer described must not be applied from its old file. */
export function removeOtherHosts(folder: string, names: ReadonlySet<string>): void {
  const hosts = join(folder, 'hosts');
  for (const file of readdirSync(hosts)) {
    const name = /^(.+)\.(json|sh)$/.exec(file)?.[1];
    if (name !== undefined && !names.has(name)) rmSync(join(hosts, file));
  }
}
