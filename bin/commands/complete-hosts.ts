import { resolve } from 'node:path';
import type { Command } from '../command';
import { HOSTS_COMMAND } from '../completion/words';
import { EXIT } from '../exit-codes';
import { findHostFiles, nameOf } from '../fleet/host-files';

/** For shells: the names of what was synthesised, read from the names of the files. */
export const completeHostsCommand: Command = {
  name: HOSTS_COMMAND,
  summary: 'Print the names of hosts',
  hidden: true,

  run({ flags, world, output }) {
    const files = findHostFiles(resolve(world.cwd, flags.dir ?? '.'));
    const shared = (host: string) => files.filter(file => file.host === host).length > 1;
    for (const file of files) output.raw(`${shared(file.host) ? nameOf(file) : file.host}\n`);
    return EXIT.done;
  },
};
