import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { ipAddress } from '../../lib/net';
import type { Guard, ShellFunction, Step } from '../../lib/script/step';
import type { Probe } from '../../lib/state/facts';
import {
  BEFORE_LEASES,
  type Keeper,
  keepers,
  RESOLV_CONF,
  setResolvConf,
  signs,
  tellResolvconf,
} from './keepers.sh';

const domain = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?$/, 'must be a domain name such as example.net')
  .max(253);

const schema = z.strictObject({
  servers: z.array(ipAddress).min(1, 'at least one server').max(8),
  search: z.array(domain).optional(),
});

export type DnsProps = z.infer<typeof schema>;

const RESOLVED_FILE = '/etc/systemd/resolved.conf.d/90-trunkline.conf';
const NETWORK_MANAGER_FILE = '/etc/NetworkManager/conf.d/90-trunkline-dns.conf';
/** What resolvconf(8) and openresolv know of whoever tells them something. */
const RESOLVCONF_NAME = 'lo.trunkline';

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
  for file in ${BEFORE_LEASES} ${RESOLV_CONF}; do
    if [ -r "$file" ]; then cat "$file"; break; fi
  done
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
  const call = (keeper: Keeper, called: ShellFunction, ...args: string[]): Step => ({
    tool: 'call',
    function: called,
    args: [...args, props ? resolvConf(props) : ''],
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
    call('resolvconf', tellResolvconf, RESOLVCONF_NAME),
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
  traits: () => ({ nameServers: 'declared' }),
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
