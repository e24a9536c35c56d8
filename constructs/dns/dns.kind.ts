import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { ipAddress } from '../../lib/net';
import type { Guard, Step } from '../../lib/script/step';
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
const DROP_IN = '/etc/systemd/resolved.conf.d/90-trunkline.conf';
const STUB = '/run/systemd/resolve/stub-resolv.conf';

interface Answer {
  readonly resolvConf: string;
  readonly dropIn: string;
}

/** Both files that can tell: resolv.conf, and our drop-in of systemd-resolved. */
const dnsProbe: Probe<Answer> = {
  name: 'dns',
  program: () =>
    `if [ -e ${STUB} ]; then echo resolved; else echo plain; fi
if [ -r ${DROP_IN} ]; then cat ${DROP_IN}; fi
echo ----
if [ -r ${RESOLV_CONF} ]; then cat ${RESOLV_CONF}; fi`,
  parse(stdout) {
    const [head = '', resolvConf = ''] = stdout.split(/^----$/m);
    const [keeper, ...dropIn] = head.split('\n');
    return keeper === 'resolved' ? { resolvConf: '', dropIn: dropIn.join('\n') } : { resolvConf, dropIn: '' };
  },
  empty: { resolvConf: '', dropIn: '' },
};

const words = (text: string, start: RegExp): string[] =>
  text
    .split('\n')
    .flatMap(line => (start.test(line) ? line.replace(start, '').trim().split(/\s+/) : []))
    .filter(Boolean);

/** systemd-resolved keeps its stub file in /run while it is there; otherwise resolv.conf itself is written. */
const resolved: readonly Guard[] = [{ test: 'exists', path: STUB }];
const plain: readonly Guard[] = [{ test: 'missing', path: STUB }];

function write({ servers, search }: DnsProps): Step[] {
  const domains = search?.length ? search : undefined;
  return [
    {
      tool: 'file',
      path: DROP_IN,
      content: `[Resolve]\nDNS=${servers.join(' ')}\n${domains ? `Domains=${domains.join(' ')}\n` : ''}`,
      where: resolved,
    },
    { tool: 'run', args: ['systemctl', 'try-reload-or-restart', 'systemd-resolved'], where: resolved },
    {
      tool: 'file',
      path: RESOLV_CONF,
      content: `${domains ? `search ${domains.join(' ')}\n` : ''}${servers.map(server => `nameserver ${server}\n`).join('')}`,
      where: plain,
    },
  ];
}

/** The name servers that the host itself asks. */
export const dnsKind: Kind<DnsProps> = {
  name: 'dns',
  summary: 'The name servers that the host itself asks, by systemd-resolved or by resolv.conf.',
  schema,
  key: () => 'host',
  describe: props => `servers ${props.servers.join(', ')}`,
  defaults: { search: [] },
  survivesReboot: true,
  probes: [dnsProbe],

  observe(_props, facts) {
    const { resolvConf, dropIn } = facts.read(dnsProbe);
    const servers = [...words(resolvConf, /^nameserver\s/), ...words(dropIn, /^DNS=/)];
    const search = [...words(resolvConf, /^(?:search|domain)\s/), ...words(dropIn, /^Domains=/)];
    return servers.length === 0 ? undefined : { servers, search };
  },

  create: write,
  update: write,
  remove: () => [
    { tool: 'file', path: DROP_IN, content: null, where: resolved },
    { tool: 'run', args: ['systemctl', 'try-reload-or-restart', 'systemd-resolved'], where: resolved },
    { tool: 'file', path: RESOLV_CONF, content: '', where: plain },
  ],
};
