import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { hash } from '../build/cache';
import { QEMU, qemuVersion } from '../build/requirements';
import { cacheDir } from '../paths';
import { step } from '../progress';
import { runAny } from '../run';
import type { Accel } from './args';

const KVM: Accel = { name: 'kvm', cpu: 'host' };
const TCG: Accel = { name: 'tcg', cpu: 'qemu64' };

const PROBE_SECONDS = 15;

/** /dev/kvm that opens proves nothing: on some machines a guest then hangs. So a kernel has to say hello. */
async function kvmRunsAKernel(kernelDir: string): Promise<boolean> {
  const args = [
    '-nodefaults',
    '-no-user-config',
    '-display',
    'none',
    '-machine',
    'q35,accel=kvm',
    '-cpu',
    'host',
  ];
  args.push('-m', '256M', '-serial', 'stdio', '-no-reboot', '-append', 'console=ttyS0 quiet lab.probe');
  args.push('-kernel', join(kernelDir, 'vmlinux'), '-initrd', join(kernelDir, 'initrd'));
  const { stdout } = await runAny(QEMU, args, { timeoutMs: PROBE_SECONDS * 1000 });
  return stdout.includes('this accelerator runs a kernel');
}

function mayOpenKvm(): boolean {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** kvm where it works, software emulation where not. The answer is kept for this kernel and this QEMU. */
export async function chooseAccel(kernelDir: string): Promise<Accel> {
  if (!mayOpenKvm()) return TCG;
  const answer = join(cacheDir, 'accelerator');
  const key = hash(release(), await qemuVersion(), kernelDir);
  if (existsSync(answer)) {
    const [known, name] = readFileSync(answer, 'utf8').split(' ');
    if (known === key) return name === 'kvm' ? KVM : TCG;
  }
  const works = await step('probe /dev/kvm', () => kvmRunsAKernel(kernelDir));
  writeFileSync(answer, `${key} ${works ? 'kvm' : 'tcg'}`);
  return works ? KVM : TCG;
}
