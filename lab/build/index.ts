import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../lock';
import { cacheDir, guestDir, identityFile } from '../paths';
import { chooseAccel } from '../qemu/accel';
import { type Accel, devices, KERNEL_COMMAND_LINE } from '../qemu/args';
import { both, run } from '../run';
import { HYPERVISOR, type Role, SWITCH } from '../topology';
import { type Apt, prepareApt } from './apt-sources';
import { cached, folderHash, hash, prune } from './cache';
import { customize } from './customize';
import { buildKernel } from './kernel';
import * as recipe from './recipe';
import { ensureRequirements, qemuVersion } from './requirements';
import { buildImage, buildPackages } from './rootfs';
import { buildTemplate } from './template';
import { WARM_UP } from './warm-up';

/** Where clones start from. */
export interface Built {
  kernelDir: string;
  accel: Accel;
  hypervisor: string;
  switch: string;
}

const IMAGE_MIB = 3072;

async function publicKey(): Promise<string> {
  if (!existsSync(identityFile))
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'trunkline-lab', '-f', identityFile]);
  return readFileSync(`${identityFile}.pub`, 'utf8').trim();
}

/** Everything that is slow, once. With all of it in the cache this costs a few hashes. */
export async function build(): Promise<Built> {
  mkdirSync(cacheDir, { recursive: true, mode: 0o700 });
  return withLock(cacheDir, 'build', async () => {
    const aptDir = join(cacheDir, 'apt');
    await ensureRequirements(aptDir);
    let apt: Promise<Apt> | undefined;
    const getApt = (): Promise<Apt> => (apt ??= prepareApt(aptDir));

    const kernelKey = hash(recipe.KERNEL_PACKAGE, recipe.KERNEL_MODULES, recipe.INITRD_MODULES);
    const packages = recipe.guestPackages();
    const [[kernelDir, accel], packagesDir] = await both(
      cached('kernel', kernelKey, 'kernel', async dir => buildKernel(await getApt(), dir)).then(async dir => {
        return [dir, await chooseAccel(dir)] as const;
      }),
      cached(
        'packages',
        hash(recipe.SUITE, packages, recipe.SPARE_PACKAGES),
        `${packages.length} packages for the guests`,
        async dir => buildPackages(await getApt(), packages, recipe.SPARE_PACKAGES, dir),
      ),
    );

    const custom = customize(await publicKey());
    const imageKey = hash(kernelDir, packagesDir, folderHash(guestDir), custom, IMAGE_MIB);
    const imageDir = await cached('image', imageKey, 'image', dir =>
      buildImage(
        {
          packagesDir,
          kernelRoot: join(kernelDir, 'root'),
          guestDir,
          customize: custom,
          sizeMiB: IMAGE_MIB,
        },
        join(dir, 'root.ext4'),
      ),
    );

    const version = await qemuVersion();
    const template = (name: string, role: Role): Promise<string> => {
      const belongsTo = [imageDir, role, accel, version, devices(role), KERNEL_COMMAND_LINE, WARM_UP];
      // With KVM the CPU is this machine's own, which another machine may not have.
      const key = hash(belongsTo, accel.name === 'kvm' ? hostname() : '');
      return cached(`template-${name}`, key, `template of a ${name}`, dir =>
        buildTemplate(
          { name, role, accel, kernelDir, image: join(imageDir, 'root.ext4'), warmUp: WARM_UP },
          dir,
        ),
      );
    };
    const [hypervisor, sw] = await both(template('hypervisor', HYPERVISOR), template('switch', SWITCH));
    prune();
    return { kernelDir, accel, hypervisor, switch: sw };
  });
}
