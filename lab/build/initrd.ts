import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run';
import { modulePaths } from './modules';

const init = (modules: string[]): string => `#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
case $(cat /proc/cmdline) in
  *lab.probe*) echo 'trunkline lab: this accelerator runs a kernel' > /dev/ttyS0; poweroff -f ;;
esac
for module in ${modules.map(path => `/modules/${path}`).join(' ')}; do insmod $module; done
until mount -t ext4 -o rw,noatime /dev/vda /root; do sleep 0.1; done
mount -o move /dev /root/dev
umount /sys /proc
exec switch_root /root /lib/systemd/systemd
`;

/** busybox, the modules that the disk needs, and a few lines of shell. */
export async function writeInitrd(
  root: string,
  release: string,
  wanted: string[],
  target: string,
): Promise<void> {
  const tree = `${target}.tree`;
  const modulesDir = join(root, 'lib/modules', release);
  const modules = modulePaths(modulesDir, wanted);
  for (const dir of ['bin', 'proc', 'sys', 'dev', 'root', 'modules'])
    mkdirSync(join(tree, dir), { recursive: true });
  const flat = modules.map(path => path.replace(/^.*\//, ''));
  modules.forEach((path, i) => {
    copyFileSync(join(modulesDir, path), join(tree, 'modules', flat[i]!));
  });
  copyFileSync('/bin/busybox', join(tree, 'bin/busybox'));
  writeFileSync(join(tree, 'init'), init(flat), { mode: 0o755 });
  await run('sh', ['-c', `cd "$1" && find . | cpio --quiet -o -H newc > "$2"`, 'sh', tree, target]);
  await run('rm', ['-rf', tree]);
}
