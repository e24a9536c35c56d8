import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { namespaceName, namespaceOf } from '../../lib/net';
import { quote } from '../../lib/script/quote';
import type { Step } from '../../lib/script/step';
import type { Probe } from '../../lib/state/facts';

const key = z
  .string()
  .regex(
    /^(net|vm|kernel|fs)(\.[A-Za-z0-9_/-]+)+$/,
    "must be a sysctl under net, vm, kernel or fs; in a link's name write / for a dot, as sysctl(8) does",
  )
  // `/` stands for a dot within a name, so that a part of nothing else would climb out of /proc/sys.
  .refine(text => !text.split('.').some(part => /^[/]+$/.test(part)), 'has a part without a name')
  // These run programs or open the kernel: not a network's business.
  .refine(text => !/core_pattern|modprobe|hotplug|kexec/.test(text), 'is not a setting of networks');

/** proc_dostring and its like read a page at most. */
const setting = z
  .string()
  .max(4095, 'must be at most 4095 characters')
  .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/, 'must be printable words parted by one blank');

const schema = z
  .strictObject({
    key,
    value: setting,
    /** What the drop-in file says; null for no file. */
    dropIn: setting.nullable(),
    namespace: namespaceName.optional(),
  })
  .superRefine(({ key: name, dropIn, namespace }, context) => {
    if (namespace === undefined) return;
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (!name.startsWith('net.'))
      refuse('key', `${name} is one setting for the whole host; declare it in the scope of the host`);
    if (dropIn !== null)
      refuse('dropIn', 'files of sysctl.d(5) are for the host; in a network namespace leave persist out');
  });

export type SysctlProps = z.infer<typeof schema>;

/** sysctl(8): a dot parts the path, a slash stands for a dot within a name. */
const swap = (text: string): string => text.replace(/[./]/g, mark => (mark === '.' ? '/' : '.'));
const pathOf = (name: string): string => `/proc/sys/${swap(name)}`;
const keyOf = swap;

/** The kernel parts the numbers of one setting by tabs. */
const words = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** One file for each, so that it comes and goes with its resource (sysctl.d(5)). */
const fileOf = (name: string): string => `/etc/sysctl.d/90-trunkline-${name.replaceAll('/', ':')}.conf`;

/** The link whose setting it is, or `all`, or `default`. */
const owner = (name: string): string | undefined =>
  /^net\.ipv[46]\.(?:conf|neigh)\.(.+)\.[^.]+$/.exec(name)?.[1]?.replaceAll('/', '.');

const isLinks = (name: string | undefined): name is string =>
  name !== undefined && name !== 'all' && name !== 'default';

/**
 * Settings that are written to every link when they are set for all: inet_forward_change (net/ipv4/devinet.c),
 * addrconf_fixup_forwarding, addrconf_disable_ipv6 and addrconf_sysctl_addr_gen_mode (net/ipv6/addrconf.c).
 */
const SPREADING: Readonly<Record<string, readonly string[]>> = {
  'ipv4.forwarding': ['net.ipv4.ip_forward', 'net.ipv4.conf.all.forwarding'],
  ...Object.fromEntries(
    ['forwarding', 'disable_ipv6', 'addr_gen_mode'].map(one => [`ipv6.${one}`, [`net.ipv6.conf.all.${one}`]]),
  ),
};

/** `ipv4.forwarding` of a link's own, which those for all links overwrite. */
function spreadOver(name: string): string | undefined {
  const [, family, setting] = /^net\.(ipv[46])\.conf\..+\.([^.]+)$/.exec(name) ?? [];
  const what = `${family}.${setting}`;
  return isLinks(owner(name)) && SPREADING[what] ? what : undefined;
}
/** What tells a setting from that of another namespace. */
const fullKey = ({ key, namespace }: Pick<SysctlProps, 'key' | 'namespace'>): string =>
  namespace === undefined ? key : `${namespace}/${key}`;

interface Answer {
  readonly live?: string;
  readonly file?: string;
}

/**
 * Live value and drop-in file of each asked key, by one grep. Builtins of sh will not do: they read byte by byte, and
 * a file of /proc/sys ends after the first read, whatever its length (proc_dointvec).
 */
const sysctlProbe: Probe<Readonly<Record<string, Answer>>> = {
  name: 'sysctl',
  program: wanted => {
    const files = wanted.flatMap(({ key: name }) => [pathOf(name as string), fileOf(name as string)]);
    return files.length === 0 ? ':' : `grep -sH '' ${files.map(quote).join(' ')} || :`;
  },
  parse(stdout) {
    const answers = new Map<string, { live?: string; file?: string }>();
    const at = (name: string) => {
      const answer = answers.get(name) ?? {};
      answers.set(name, answer);
      return answer;
    };
    for (const line of stdout.split('\n')) {
      const live = /^\/proc\/sys\/([^:]+):(.*)$/.exec(line);
      const file = /^\/etc\/sysctl\.d\/90-trunkline-(.*)\.conf:[^=]*=(.*)$/.exec(line);
      if (live) at(keyOf(live[1]!)).live ??= words(live[2]!);
      else if (file) at(file[1]!.replaceAll(':', '/')).file ??= words(file[2]!);
    }
    return Object.fromEntries(answers);
  },
  // Files are read by nobody but the host.
  within: (answers, named) =>
    Object.fromEntries(
      Object.entries(answers).map(([key, { live }]) => [
        fullKey({ key, namespace: namespaceOf(named('lo')) }),
        { live },
      ]),
    ),
  empty: {},
};

const dropInStep = ({ key: name, namespace }: SysctlProps, value: string | null): Step[] =>
  namespace === undefined
    ? [{ tool: 'file', path: fileOf(name), content: value === null ? null : `${name} = ${value}\n` }]
    : [];
const liveStep = ({ key: name, namespace }: SysctlProps, value: string): Step => ({
  tool: 'write',
  path: pathOf(name),
  value,
  ...(namespace !== undefined && { namespace }),
});

/** A kernel setting: its live value, and the drop-in file that sets it at boot. */
export const sysctlKind: Kind<SysctlProps> = {
  name: 'sysctl',
  summary: 'A kernel setting: the live value, and a drop-in file of sysctl.d(5) for the next boot.',
  schema,
  key: fullKey,
  describe: ({ key, value, namespace }) =>
    `${key} = ${value}${namespace === undefined ? '' : ` in ${namespace}`}`,
  namespaced: true,
  // A link's own settings come and go with it, a namespace's with that.
  on: ({ key, namespace }) => {
    const link = isLinks(owner(key)) ? owner(key) : undefined;
    return namespace === undefined ? link : `${namespace}/${link ?? 'lo'}`;
  },
  requires: ({ key, namespace }) =>
    SPREADING[spreadOver(key) ?? '']?.map(all => `sysctl/${fullKey({ key: all, namespace })}`) ?? [],
  upholds: ({ key, namespace }) =>
    Object.entries(SPREADING).flatMap(([what, all]) =>
      all.includes(key) ? [`sysctl:${fullKey({ key: what, namespace })}`] : [],
    ),
  upheldBy: ({ key, namespace }) => {
    const what = spreadOver(key);
    return what === undefined ? [] : [`sysctl:${fullKey({ key: what, namespace })}`];
  },
  spoils: changes => changes.some(({ name }) => name === 'value'),
  traits: ({ key, value, namespace }) => {
    const link = owner(key);
    if (namespace !== undefined || !/^net\.ipv6\..*\.disable_ipv6$/.test(key) || link === 'default')
      return {};
    return { ipv6Off: { ...(isLinks(link) && { link }), off: value !== '0' } };
  },
  adopted: true,
  survivesReboot: true,
  probes: [sysctlProbe],

  observe({ key: name, namespace }, facts) {
    const answer = facts.read(sysctlProbe)[fullKey({ key: name, namespace })];
    if (answer?.live === undefined) return undefined;
    return {
      key: name,
      value: answer.live,
      dropIn: answer.file ?? null,
      ...(namespace !== undefined && { namespace }),
    };
  },

  create: props => [liveStep(props, props.value), ...dropInStep(props, props.dropIn)],
  update: (props, changes) =>
    changes.flatMap(change => {
      if (!('to' in change)) return [];
      if (change.name === 'value') return [liveStep(props, change.to as string)];
      return change.name === 'dropIn' ? dropInStep(props, change.to as string | null) : [];
    }),
  // The value goes with the link that it came with.
  remove: props => dropInStep(props, null),
};
