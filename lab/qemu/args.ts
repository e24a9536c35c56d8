import type { Role } from '../topology';

export interface Accel {
  name: 'kvm' | 'tcg';
  cpu: string;
}

export interface Ram {
  file: string;
  /** A template writes its RAM into the file; a clone maps it privately and writes beside it. */
  shared: boolean;
}

export interface MachineFiles {
  kernel: string;
  initrd: string;
  ram: Ram;
  /** qcow2 */
  disk: string;
  qmp: string;
  agent: string;
  console: string;
  pid: string;
}

const ROOT_PORTS_PER_SLOT = 8;
const FIRST_SLOT = 0x8;

/** Functions of a few slots: the firmware numbers the buses behind them 1, 2, 3, ... in this order. */
function rootPort(index: number): string {
  const slot = FIRST_SLOT + Math.floor(index / ROOT_PORTS_PER_SLOT);
  const fn = index % ROOT_PORTS_PER_SLOT;
  const first = fn === 0 ? ',multifunction=on' : '';
  const id = index + 1;
  return `pcie-root-port,id=rp${id},chassis=${id},slot=${id},addr=0x${slot.toString(16)}.${fn}${first},io-reserve=0`;
}

function ram({ file, shared }: Ram, memoryMiB: number): string {
  const mode = shared ? 'share=on' : 'share=off,readonly=on,rom=off';
  return `memory-backend-file,id=ram,size=${memoryMiB}M,mem-path=${file},${mode}`;
}

/** The devices of a machine before any NIC. A template belongs to exactly this list. */
export const devices = (role: Role): string[] => [
  'virtio-blk-pci,drive=disk0,addr=0x2',
  'virtio-serial-pci,addr=0x3',
  'virtconsole,chardev=agent',
  // A clone's new GUID tells the kernel to reseed; else all clones would draw the same random numbers.
  'vmgenid,guid=auto',
  ...Array.from({ length: role.rootPorts }, (_, i) => rootPort(i)),
];

export const KERNEL_COMMAND_LINE =
  'root=/dev/vda rw console=ttyS0 quiet random.trust_cpu=on panic=5 sysrq_always_enabled sysctl.kernel.hung_task_timeout_secs=60';

export function machineArgs(name: string, role: Role, accel: Accel, files: MachineFiles): string[] {
  const options: string[][] = [
    ['-name', name],
    ['-nodefaults', '-no-user-config'],
    ['-display', 'none'],
    ['-machine', `q35,accel=${accel.name},memory-backend=ram`],
    ['-cpu', accel.cpu],
    ['-smp', '1'],
    ['-m', `${role.memoryMiB}M`],
    ['-rtc', 'base=utc,driftfix=slew'],
    ['-object', ram(files.ram, role.memoryMiB)],
    ['-kernel', files.kernel],
    ['-initrd', files.initrd],
    ['-append', KERNEL_COMMAND_LINE],
    [
      '-drive',
      `if=none,id=disk0,format=qcow2,file=${files.disk},cache=unsafe,discard=unmap,detect-zeroes=unmap`,
    ],
    ['-chardev', `socket,id=agent,path=${files.agent},server=on,wait=off`],
    ['-chardev', `file,id=serial,path=${files.console}`],
    ['-serial', 'chardev:serial'],
    ['-qmp', `unix:${files.qmp},server=on,wait=off`],
    ['-pidfile', files.pid],
  ];
  return [...options.flat(), ...devices(role).flatMap(device => ['-device', device])];
}
