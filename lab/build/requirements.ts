import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { step } from '../progress';
import { PATH, run, runAny } from '../run';
import { prepareApt } from './apt-sources';
import { SUITE } from './recipe';

/** Command to package. */
const COMMANDS: Record<string, string> = {
  'qemu-img': 'qemu-utils',
  mmdebstrap: 'mmdebstrap',
  mke2fs: 'e2fsprogs',
  cpio: 'cpio',
  depmod: 'kmod',
  zstd: 'zstd',
  xz: 'xz-utils',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  'dpkg-deb': 'dpkg',
};

const QEMU_PACKAGE = 'qemu-system-x86';
const has = (command: string): boolean => PATH.split(delimiter).some(dir => existsSync(join(dir, command)));

export const QEMU = 'qemu-system-x86_64';

export async function qemuVersion(): Promise<string> {
  if (!has(QEMU)) return '';
  return /version (\S+ .*)/.exec((await runAny(QEMU, ['--version'])).stdout)?.[1] ?? '';
}

const isRoot = process.getuid?.() === 0;

/** The dynamic busybox has the same name and does not run in an initial RAM disk: it asks for an interpreter. */
const hasStaticBusybox = (): boolean =>
  existsSync('/bin/busybox') && !readFileSync('/bin/busybox').subarray(0, 4096).includes('/ld-');

async function missingPackages(): Promise<string[]> {
  const missing = Object.entries(COMMANDS)
    .filter(([command]) => !has(command))
    .map(([, pkg]) => pkg);
  if (!isRoot && !has('newuidmap')) missing.push('uidmap');
  if (!hasStaticBusybox()) missing.push('busybox-static');
  // QEMU 7.2, the release's own, has no igb and no way to migrate to a file.
  if (!(Number.parseInt(await qemuVersion(), 10) >= 10)) missing.push(QEMU_PACKAGE);
  return [...new Set(missing)];
}

/** Looks for what the lab needs on this machine, and installs it where it may. */
export async function ensureRequirements(aptDir: string): Promise<void> {
  const missing = await missingPackages();
  if (missing.length === 0) return;
  if (!isRoot)
    throw new Error(
      `the lab needs programs that are not here; as root:\n  apt-get install --no-install-recommends -t ${SUITE}-backports ${missing.join(' ')}`,
    );
  await step(`install ${missing.length} packages`, async () => {
    const { options } = await prepareApt(aptDir);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = [...options, 'install', '-y', '-qq', '--no-install-recommends'];
    const fromBackports = missing.filter(pkg => pkg.startsWith('qemu-'));
    const fromRelease = missing.filter(pkg => !pkg.startsWith('qemu-'));
    if (fromRelease.length) await run('apt-get', [...install, ...fromRelease], { env });
    if (fromBackports.length)
      await run('apt-get', [...install, '-t', `${SUITE}-backports`, ...fromBackports], { env });
  });
}
