import type { Kind } from '../../lib/kind';
import { quote } from '../../lib/script/quote';
import type { ShellFunction, Step } from '../../lib/script/step';
import type { Probe } from '../../lib/state/facts';
import { linkNamed } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';
import { clientFile, clientText, deviceOf, leaseFile, nameOf, unitFile, unitOf, unitText } from './client.sh';
import { type DhcpClientProps, schema } from './dhcp-client.schema';
import { CLIENTS, LEASES, leaseDns } from './lease-dns.sh';

/** RT_TABLE_MAIN (include/uapi/linux/rtnetlink.h). */
const MAIN = 254;

/** What there is of one client: the files, whether it is started with its link, whether it runs, what it holds. */
interface Client {
  readonly script?: string;
  readonly unit?: string;
  readonly running: boolean;
  readonly lease?: string;
}

const MARK = '--- trunkline';

/** Files and marks of systemd of each asked client, without a process but for cat. */
const dhcpProbe: Probe<Readonly<Record<string, Client>>> = {
  name: 'dhcp',
  program: wanted => {
    const asked = (wanted as unknown as readonly DhcpClientProps[]).map(which => {
      const unit = unitOf(which);
      const files = [
        ['script', clientFile(which)],
        ['unit', unitFile(which)],
        ['lease', leaseFile(which)],
      ];
      const enabled = `/etc/systemd/system/${deviceOf(which)}.wants/${unit}`;
      return [
        ...files.map(
          ([part, path]) =>
            `if [ -e ${quote(path!)} ]; then echo ${quote(`${MARK} ${nameOf(which)} ${part}`)}; cat ${quote(path!)}; fi`,
        ),
        `if [ -L ${quote(enabled)} ] && [ -L ${quote(`/run/systemd/units/invocation:${unit}`)} ]; then echo ${quote(`${MARK} ${nameOf(which)} running`)}; fi`,
      ].join('\n');
    });
    return asked.length === 0 ? ':' : asked.join('\n');
  },
  parse(stdout) {
    const clients: Record<string, { script?: string; unit?: string; lease?: string; running: boolean }> = {};
    for (const passage of stdout.split(`${MARK} `).slice(1)) {
      const end = passage.indexOf('\n');
      const [name = '', part] = passage.slice(0, end).split(' ');
      const text = passage.slice(end + 1);
      clients[name] ??= { running: false };
      const client = clients[name];
      if (part === 'running') client.running = true;
      else if (part === 'lease') client.lease = text.trim();
      else if (part === 'script' || part === 'unit') client[part] = text;
    }
    return clients;
  },
  empty: {},
};

/** Back from the third line of the script. */
function readProps(script: string): Omit<DhcpClientProps, 'running'> | undefined {
  const words = /^link=(\S+) family=([46]) metric=(\d*) routes=(yes|no|) dns=(yes|no) hostname=(\S*)$/m.exec(
    script,
  );
  if (!words) return undefined;
  const [, link = '', family, metric, routes, dns, hostname] = words;
  return {
    link,
    family: family === '6' ? 6 : 4,
    ...(metric && { metric: Number(metric) }),
    ...(routes && { routes: routes === 'yes' }),
    dns: dns === 'yes',
    ...(hostname && { hostname }),
  };
}

/** Blocks until it has ended, never until it has begun: that waits for the device, which udev may still be naming. */
const switchClient: ShellFunction = {
  name: 'dhcp_client',
  text: `${leaseDns.text}dhcp_client() { # start|stop LINK FAMILY UNIT
  script=${CLIENTS}/$2.$3 lease=${LEASES}/$2.$3
  if [ "$1" = start ]; then
    chmod 0755 "$script" || return
    # While the host boots its device starts it, with the script as it is now. A reload of systemd takes seconds.
    case $(systemctl is-system-running 2>/dev/null) in initializing | starting) ! systemctl --quiet is-enabled "$4" 2>/dev/null || return 0 ;; esac
    systemctl daemon-reload && systemctl --quiet enable "$4" && systemctl --no-block restart "$4"
    return
  fi
  systemctl --quiet disable "$4" 2>/dev/null
  systemctl stop "$4" 2>/dev/null
  # A client that ended otherwise than well would be remembered without its unit.
  systemctl reset-failed "$4" 2>/dev/null
  if [ -s "$lease" ] && [ -e "/sys/class/net/$2" ]; then
    ip "-$3" route flush dev "$2" proto dhcp
    ip address delete "$(cat "$lease")" dev "$2" 2>/dev/null
  fi
  lease_dns "$2" "$3" '' ''
  rm -f "$lease" "$lease".* "$script.leases"
  drop_file "$script" && drop_file "/etc/systemd/system/$4" && systemctl daemon-reload
  rmdir ${LEASES} ${CLIENTS} 2>/dev/null
  :
}
`,
};

const call = (way: 'start' | 'stop', { link, family }: DhcpClientProps): Step => ({
  tool: 'call',
  function: switchClient,
  args: [way, link, String(family), unitOf({ link, family })],
});

const start = (props: DhcpClientProps): Step[] => [
  { tool: 'file', path: clientFile(props), content: clientText(props) },
  { tool: 'file', path: unitFile(props), content: unitText(props) },
  call('start', props),
];

/** A DHCP client of one link and one family, as a unit of systemd. */
export const dhcpClientKind: Kind<DhcpClientProps> = {
  name: 'dhcp-client',
  summary: 'A DHCP client on one link, for one family: dhcpcd, or dhclient, as a unit of systemd.',
  schema,
  key: ({ link, family }) => `${link}/${family}`,
  describe: ({ link, family }) => `DHCPv${family} on ${link}`,
  // Its files outlive the link, whose device starts and stops it.
  // What was declared goes before a lease's servers come, and comes before they go.
  requires: ({ link }) => [`link:${link}`, 'kind:dns'],
  traits: ({ link, family, routes, dns }) => ({
    leases: { link, family },
    ...(dns && { nameServers: 'leased' }),
    ...(routes && {
      defaultRoute: { family, table: MAIN, via: `the one that DHCP gives ${link}` },
    }),
  }),
  defaults: { hostname: null },
  survivesReboot: true,
  needs: () => [
    { tool: ['dhcpcd', 'dhclient'], packages: { debian: 'dhcpcd-base', rhel: 'dhcpcd or dhcp-client' } },
    { tool: 'systemctl', packages: { debian: 'systemd', rhel: 'systemd' } },
  ],
  probes: [dhcpProbe, linksProbe],

  observe({ link, family }, facts) {
    const { script, unit, running } = facts.read(dhcpProbe)[nameOf({ link, family })] ?? {};
    const seen = script === undefined ? undefined : readProps(script);
    if (!seen) return undefined;
    const untouched = script === clientText(seen) && unit === unitText(seen);
    return { hostname: null, ...seen, running: (running && untouched) as true };
  },
  underway({ link, family }, facts) {
    const lease = facts.read(dhcpProbe)[nameOf({ link, family })]?.lease;
    if (!lease) return 'there is no lease yet';
    const carried = linkNamed(facts, link)?.addr_info ?? [];
    return carried.some(one => `${one.local}/${one.prefixlen}` === lease && !one.tentative)
      ? undefined
      : `${lease} is not on it yet`;
  },

  create: start,
  update: (props, changes) => (changes.length === 0 ? [] : start(props)),
  remove: props => [call('stop', props)],
};
