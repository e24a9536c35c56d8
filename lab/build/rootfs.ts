import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run';
import type { Apt } from './apt-sources';
import { SUITE } from './recipe';

const isRoot = (): boolean => process.getuid?.() === 0;

/** A tar of the packages, nothing of the lab in it yet, and spare ones as they are. */
export async function buildPackages(
  apt: Apt,
  packages: string[],
  spare: string[],
  dir: string,
): Promise<void> {
  mkdirSync(join(dir, 'spare'));
  await run('apt-get', [...apt.options, '-qq', 'download', ...spare], { cwd: join(dir, 'spare') });
  await run('mmdebstrap', [
    '--quiet',
    `--mode=${isRoot() ? 'root' : 'unshare'}`,
    '--variant=minbase',
    `--include=${packages.join(',')}`,
    '--dpkgopt=force-unsafe-io',
    '--dpkgopt=path-exclude=/usr/share/doc/*',
    '--dpkgopt=path-exclude=/usr/share/man/*',
    '--dpkgopt=path-exclude=/usr/share/locale/*',
    '--aptopt=APT::Install-Recommends "false"',
    '--aptopt=Acquire::Languages "none"',
    SUITE,
    join(dir, 'packages.tar'),
    apt.sourcesFile,
  ]);
}

export interface ImageParts {
  packagesDir: string;
  kernelRoot: string;
  guestDir: string;
  /** Shell, run in the tree, for what is not a file to copy. */
  customize: string;
  sizeMiB: number;
}

/**
 * One ext4 image from the packages, the kernel's modules and the lab's own files. Files belong to many users, so
 * without root it all happens in a user namespace that maps a range of them.
 */
export async function buildImage(parts: ImageParts, target: string): Promise<void> {
  const tree = `${target}.tree`;
  const script = `set -eu
    mkdir "$1"
    tar -xf "$2"/packages.tar -C "$1" --exclude=./dev/*
    mkdir -p "$1"/usr/local/share/lab
    cp "$2"/spare/*.deb "$1"/usr/local/share/lab/
    cp -r "$3"/lib/modules "$1"/usr/lib/
    cp -rT --preserve=mode "$4" "$1"
    chown -R 0:0 "$1"/etc/systemd "$1"/etc/sudoers.d "$1"/etc/ssh/sshd_config.d "$1"/usr/local/sbin
    (cd "$1" && eval "$5")
    mke2fs -q -t ext4 -E lazy_itable_init=1,nodiscard -d "$1" "$6" "$7M"
    rm -rf "$1"`;
  const args = ['-c', script, 'sh', tree, parts.packagesDir, parts.kernelRoot, parts.guestDir];
  args.push(parts.customize, target, String(parts.sizeMiB));
  try {
    if (isRoot()) await run('sh', args);
    else await run('unshare', ['--map-root-user', '--map-auto', 'sh', ...args]);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}
