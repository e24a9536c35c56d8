import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { ipAddress } from '../../lib/net';
import type { Guard, ShellFunction, Step } from '../../lib/script/step';
import type { Probe } from '../../lib/state/facts';

const domain = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?$/, 'must be a domain name such as example.net')
  .max(253);

const schema = z.strictObject({
  servers: z.array(ipAddress).min(1, 'at least one server').max(8),
  search: z.array(domain).optional(),
});

export type DnsProps = z.infer<typeof schema>;

const RESOLV_CONF = '/etc/resolv.conf';
const RESOLVED_FILE = '/etc/systemd/resolved.conf.d/90-trunkline.conf';
const NETWORK_MANAGER_FILE = '/etc/NetworkManager/conf.d/90-trunkline-dns.conf';
/** What resolvconf(8) and openresolv know of whoever tells them something. */
const RESOLVCONF_NAME = 'lo.trunkline';

/** Who keeps resolv.conf, by what is there while it does; the first that fits. */
const signs = {
  resolved: '/run/systemd/resolve/stub-resolv.conf',
  NetworkManager: '/run/NetworkManager/resolv.conf',
  resolvconf: '/run/resolvconf',
} as const;
type Keeper = keyof typeof signs | 'nobody';
const keepers = Object.keys(signs) as (keyof typeof signs)[];

/** That it is this one. Only the host knows, when the script runs. */
function isKeptBy(keeper: Keeper): readonly Guard[] {
  const before = keeper === 'nobody' ? keepers : keepers.slice(0, keepers.indexOf(keeper));
  return [
    ...(keeper === 'nobody' ? [] : [{ test: 'exists' as const, path: signs[keeper] }]),
    ...before.map(other => ({ test: 'missing' as const, path: signs[other] })),
  ];
}

interface Answer {
  readonly keeper: Keeper;
  /** What it was told: by us, or by resolv.conf itself where nobody keeps that. */
  readonly text: string;
}

const dnsProbe: Probe<Answer> = {
  name: 'dns',
  program: wanted =>
    wanted.length === 0
      ? ':'
      : `if [ -e ${signs.resolved} ]; then
  echo resolved
  if [ -r ${RESOLVED_FILE} ]; then cat ${RESOLVED_FILE}; fi
elif [ -e ${signs.NetworkManager} ]; then
  echo NetworkManager
  if [ -r ${NETWORK_MANAGER_FILE} ]; then cat ${NETWORK_MANAGER_FILE}; fi
elif [ -e ${signs.resolvconf} ]; then
  echo resolvconf
  for file in ${signs.resolvconf}/interface*/${RESOLVCONF_NAME}; do
    if [ -r "$file" ]; then cat "$file"; fi
  done
else
  echo nobody
  if [ -r ${RESOLV_CONF} ]; then cat ${RESOLV_CONF}; fi
fi`,
  parse(stdout) {
    const [keeper = '', ...lines] = stdout.split('\n');
    const known = keepers.find(one => one === keeper) ?? 'nobody';
    return { keeper: known, text: lines.join('\n') };
  },
  empty: { keeper: 'nobody', text: '' },
};

const words = (text: string, start: RegExp): string[] =>
  text
    .split('\n')
    .flatMap(line =>
      start.test(line)
        ? line
            .replace(start, '')
            .trim()
            .split(/[\s,]+/)
        : [],
    )
    .filter(Boolean);

const resolvConf = ({ servers, search }: DnsProps): string =>
  `${search?.length ? `search ${search.join(' ')}\n` : ''}${servers.map(server => `nameserver ${server}\n`).join('')}`;

/** Options and comments of resolv.conf(5) are somebody else's. */
const setResolvConf: ShellFunction = {
  name: 'set_resolv_conf',
  text: `set_resolv_conf() { # TEXT
  # A symlink that leads nowhere while the host boots: whoever keeps it is yet to come, and knows.
  if [ -L ${RESOLV_CONF} ] && [ ! -e ${RESOLV_CONF} ]; then
    case $(systemctl is-system-running 2>/dev/null) in initializing | starting) return 0 ;; esac
  fi
  kept=$(grep -Ev '^[[:space:]]*(nameserver|search|domain)([[:space:]]|$)' ${RESOLV_CONF} 2>/dev/null)
  { [ -z "$kept" ] || printf '%s\n' "$kept"; printf '%s' "$1"; } | put_file ${RESOLV_CONF}
}
`,
};

/** It reads what it is told from its standard input. */
const tellResolvconf: ShellFunction = {
  name: 'tell_resolvconf',
  text: `tell_resolvconf() { # TEXT, or nothing
  if [ -n "$1" ]; then printf '%s' "$1" | resolvconf -a ${RESOLVCONF_NAME}; else resolvconf -d ${RESOLVCONF_NAME}; fi
}
`,
};

/** What each keeper is told; undefined for nothing any more. */
function tell(props: DnsProps | undefined): Step[] {
  const domains = props?.search?.length ? props.search : undefined;
  const file = (keeper: Keeper, path: string, lines: readonly string[]): Step => ({
    tool: 'file',
    path,
    content: props ? `${lines.join('\n')}\n` : null,
    where: isKeptBy(keeper),
  });
  const run = (keeper: Keeper, ...args: string[]): Step => ({ tool: 'run', args, where: isKeptBy(keeper) });
  const call = (keeper: Keeper, called: ShellFunction): Step => ({
    tool: 'call',
    function: called,
    args: [props ? resolvConf(props) : ''],
    where: isKeptBy(keeper),
  });
  const servers = props?.servers ?? [];
  return [
    file('resolved', RESOLVED_FILE, [
      '[Resolve]',
      `DNS=${servers.join(' ')}`,
      ...(domains ? [`Domains=${domains.join(' ')}`] : []),
    ]),
    run('resolved', 'systemctl', 'try-reload-or-restart', 'systemd-resolved'),
    // NetworkManager.conf(5), global-dns: what the connections bring counts no more.
    file('NetworkManager', NETWORK_MANAGER_FILE, [
      '[global-dns]',
      ...(domains ? [`searches=${domains.join(',')}`] : []),
      '',
      '[global-dns-domain-*]',
      `servers=${servers.join(',')}`,
    ]),
    run('NetworkManager', 'nmcli', 'general', 'reload', 'conf'),
    call('resolvconf', tellResolvconf),
    call('nobody', setResolvConf),
  ];
}

/** The name servers that the host itself asks. */
export const dnsKind: Kind<DnsProps> = {
  name: 'dns',
  summary: 'The name servers that the host itself asks, by whoever keeps its resolv.conf.',
  schema,
  key: () => 'host',
  describe: props => `servers ${props.servers.join(', ')}`,
  defaults: { search: [] },
  survivesReboot: true,
  probes: [dnsProbe],

  observe(_props, facts) {
    const { text } = facts.read(dnsProbe);
    const servers = words(text, /^(?:nameserver\s|DNS=|servers=)/);
    const search = words(text, /^(?:(?:search|domain)\s|Domains=|searches=)/);
    return servers.length === 0 ? undefined : { servers, search };
  },

  create: tell,
  update: tell,
  remove: () => tell(undefined),
};
