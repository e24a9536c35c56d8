import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The kernel's limit for a unix socket's path is 108 bytes on Linux and 104 elsewhere, its end included. */
const LONGEST = 103;
const NAMED = '/trunkline-XXXXXX/provider';

/** A path for our socket, in a folder of its own (mkdtemp makes it 0700) that goes with the process. */
export function claimSocket(temporary = tmpdir()): string {
  const roomy = Buffer.byteLength(temporary + NAMED) <= LONGEST;
  const folder = mkdtempSync(join(roomy ? temporary : '/tmp', 'trunkline-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'provider');
}
