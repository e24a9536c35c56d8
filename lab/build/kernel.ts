import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run';
import type { Apt } from './apt-sources';
import { writeInitrd } from './initrd';
import { copyModules, modulePaths } from './modules';
import { INITRD_MODULES, KERNEL_MODULES, KERNEL_PACKAGE, SUITE } from './recipe';

/** The kernel's own package: linux-image-amd64 only points to it. */
async function download(apt: Apt, dir: string): Promise<string> {
  const depends = await run('apt-cache', [
    ...apt.options,
    '-t',
    `${SUITE}-backports`,
    'depends',
    KERNEL_PACKAGE,
  ]);
  const name = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (!name) throw new Error(`${KERNEL_PACKAGE} of ${SUITE}-backports names no kernel: ${depends}`);
  await run('apt-get', [...apt.options, '-qq', '-t', `${SUITE}-backports`, 'download', name], { cwd: dir });
  return join(dir, readdirSync(dir).find(file => file.endsWith('.deb'))!);
}

/**
 * A bzImage unpacks itself, which takes seconds under emulation; QEMU boots the ELF file within by PVH.
 * The payload is found by its magic, as the kernel's scripts/extract-vmlinux does.
 */
async function extractVmlinux(bzImage: string, target: string): Promise<void> {
  const image = readFileSync(bzImage);
  const formats: [Buffer, string][] = [
    [Buffer.from('fd377a585a00', 'hex'), 'xz -dcq --single-stream'],
    [Buffer.from('28b52ffd', 'hex'), 'zstd -dcq'],
    [Buffer.from('1f8b08', 'hex'), 'gzip -dcq'],
  ];
  for (const [magic, unpack] of formats) {
    for (let at = image.indexOf(magic); at >= 0; at = image.indexOf(magic, at + 1)) {
      // Trailing bytes after the payload make the tools complain; the ELF magic decides.
      await run('sh', [
        '-c',
        `tail -c +${at + 1} "$1" | ${unpack} > "$2" 2>/dev/null; true`,
        'sh',
        bzImage,
        target,
      ]);
      if (readFileSync(target).subarray(0, 4).toString('latin1') === '\x7fELF') return;
    }
  }
  throw new Error(`no kernel found in ${bzImage}`);
}

/** vmlinux, initrd and a trimmed lib/modules in `dir`. */
export async function buildKernel(apt: Apt, dir: string): Promise<void> {
  const unpacked = join(dir, 'unpacked');
  mkdirSync(unpacked);
  const deb = await download(apt, dir);
  await run('dpkg-deb', ['-x', deb, unpacked]);
  const release = readdirSync(join(unpacked, 'lib/modules'))[0]!;
  const modules = join(unpacked, 'lib/modules', release);
  await run('depmod', ['-b', unpacked, release]);
  await extractVmlinux(join(unpacked, `boot/vmlinuz-${release}`), join(dir, 'vmlinux'));
  await copyModules(modules, modulePaths(modules, KERNEL_MODULES), join(dir, 'root/lib/modules', release));
  await run('depmod', ['-b', join(dir, 'root'), release]);
  await writeInitrd(join(dir, 'root'), release, INITRD_MODULES, join(dir, 'initrd'));
  writeFileSync(join(dir, 'release'), release);
  await run('rm', ['-rf', unpacked, deb]);
}
