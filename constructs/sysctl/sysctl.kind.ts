import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { quote } from '../../lib/script/quote';
import type { Step } from '../../lib/script/step';
import type { Probe } from '../../lib/state/facts';

const key = z
  .string()
  .regex(
    /^(net|vm|kernel|fs)(\.[A-Za-z0-9_/-]+)+$/,
    "must be a sysctl under net, vm, kernel or fs; in a link's name write / for a dot, as sysctl(8) does",
  )
  // These run programs or open the kernel: not a network's business.
  .refine(text => !/core_pattern|modprobe|hotplug|kexec/.test(text), 'is not a setting of networks');

const schema = z.strictObject({
  key,
  value: z
    .string()
    .regex(/^[\x21-\x7e]+([ \t][\x21-\x7e]+)*$/, 'must be printable words parted by one blank'),
  /** What the drop-in file says; null for no file. */
  dropIn: z.string().nullable(),
});

export type SysctlProps = z.infer<typeof schema>;

/** sysctl(8): a dot parts the path, a slash stands for a dot within a name. */
const pathOf = (name: string): string =>
  `/proc/sys/${name.replace(/[./]/g, mark => (mark === '.' ? '/' : '.'))}`;

/** One file for each, so that it comes and goes with its resource (sysctl.d(5)). */
const fileOf = (name: string): string => `/etc/sysctl.d/90-trunkline-${name.replaceAll('/', ':')}.conf`;

interface Answer {
  readonly live?: string;
  readonly file?: string;
}

/** Live value and drop-in file of each asked key, by builtins of sh alone. */
const sysctlProbe: Probe<Readonly<Record<string, Answer>>> = {
  name: 'sysctl',
  program: wanted =>
    wanted.length === 0
      ? ':'
      : wanted
          .map(({ key: name }) => {
            const live = quote(pathOf(name as string));
            const file = quote(fileOf(name as string));
            const say = (what: string) => `printf '${what} %s %s\\n' ${quote(name as string)} "$v"`;
            return `v=; [ -r ${live} ] && read -r v <${live} && ${say('live')}; v=; [ -r ${file} ] && read -r v <${file} && ${say('file')}`;
          })
          .concat(':')
          .join('\n'),
  parse(stdout) {
    const answers: Record<string, { live?: string; file?: string }> = Object.create(null);
    for (const line of stdout.split('\n')) {
      const match = /^(live|file) (\S+) (.*)$/.exec(line);
      if (!match) continue;
      const answer = answers[match[2]!] ?? {};
      answers[match[2]!] = answer;
      if (match[1] === 'live') answer.live = match[3]!.trim().replace(/\s+/g, ' ');
      else answer.file = match[3]!.replace(/^[^=]*=\s*/, '').trim();
    }
    return { ...answers };
  },
  empty: {},
};

const dropInStep = (name: string, value: string | null): Step => ({
  tool: 'file',
  path: fileOf(name),
  content: value === null ? null : `${name} = ${value}\n`,
});
const liveStep = (name: string, value: string): Step => ({
  tool: 'write',
  path: pathOf(name),
  value,
  when: [{ test: 'differs', path: pathOf(name), value }],
});

/** A kernel setting: its live value, and the drop-in file that sets it at boot. */
export const sysctlKind: Kind<SysctlProps> = {
  name: 'sysctl',
  summary: 'A kernel setting: the live value, and a drop-in file of sysctl.d(5) for the next boot.',
  schema,
  key: props => props.key,
  describe: props => `${props.key} = ${props.value}`,
  // A link's own settings come and go with it.
  on: props => /^net\.ipv[46]\.(?:conf|neigh)\.(.+)\.[^.]+$/.exec(props.key)?.[1]?.replaceAll('/', '.'),
  adopted: true,
  survivesReboot: true,
  probes: [sysctlProbe],

  observe({ key: name }, facts) {
    const answer = facts.read(sysctlProbe)[name];
    if (answer?.live === undefined) return undefined;
    return { key: name, value: answer.live, dropIn: answer.file ?? null };
  },

  create: props => [liveStep(props.key, props.value), dropInStep(props.key, props.dropIn)],
  update: ({ key: name }, changes) =>
    changes.flatMap(change => {
      if (!('to' in change)) return [];
      if (change.name === 'value') return [liveStep(name, change.to as string)];
      return change.name === 'dropIn' ? [dropInStep(name, change.to as string | null)] : [];
    }),
  remove: () => [],
};
