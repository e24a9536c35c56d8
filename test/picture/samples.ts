import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kinds } from '../../constructs/kinds';
import { parseIntent } from '../../lib/intent/intent';
import type { Resource } from '../../lib/kind';
import { type HostPicture, pictureOfIntent, pictureOfState } from '../../lib/picture';
import type { HostLink } from '../../lib/state/links.probe';
import type { State } from '../../lib/state/state';

export const casesDir = join(__dirname, 'cases');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

/** Reads what a host in the lab answered; only what the picture does not look at was taken out. */
export const stateOf = (name: string): State => read(join(casesDir, name, 'state.json'));

const nameServers: Resource = { kind: 'dns', props: { servers: [] } };

/** The picture of a case: of its state, or of its intent. */
export function pictureOf(name: string): HostPicture {
  const intent = join(casesDir, name, 'intent.json');
  if (existsSync(intent)) return pictureOfIntent(kinds, parseIntent(kinds, read(intent)));
  return pictureOfState(kinds, stateOf(name), { asked: [nameServers] });
}

export const describedHost = (host: string, resources: readonly Resource[]): HostPicture =>
  pictureOfIntent(kinds, parseIntent(kinds, { formatVersion: 1, host, settings: {}, resources }));

/** A link as `ip -j -d address` tells it, up and without anything special. */
export const hostLink = (ifname: string, rest: Partial<HostLink> = {}): HostLink => ({
  ifindex: 1,
  ifname,
  mtu: 1500,
  flags: ['UP', 'LOWER_UP'],
  link_type: 'ether',
  operstate: 'UP',
  addr_info: [],
  ...rest,
});

export const observedHost = (links: readonly HostLink[], rest: Partial<State> = {}): State => ({
  formatVersion: 3,
  identity: { hostname: 'kvm09', kernel: '6.12', os: 'debian', bootId: 'b' },
  tools: ['ip'],
  modules: [],
  answers: { links },
  ...rest,
});

/** Two NICs in a bond with so many VLANs, each in a bridge with 0 to 3 guests. */
export function bigHost(vlans: number): HostPicture {
  const ids = Array.from({ length: vlans }, (_, index) => 1000 + index);
  const links = [
    hostLink('enp2s0', { master: 'bond0' }),
    hostLink('enp3s0', { master: 'bond0' }),
    hostLink('bond0', { linkinfo: { info_kind: 'bond', info_data: { mode: '802.3ad' } } }),
    ...ids.flatMap(id => [
      hostLink(`bond0.${id}`, {
        link: 'bond0',
        master: `br${id}`,
        linkinfo: { info_kind: 'vlan', info_data: { id } },
      }),
      hostLink(`br${id}`, { linkinfo: { info_kind: 'bridge', info_data: {} } }),
      ...Array.from({ length: id % 4 }, (_, guest) =>
        hostLink(`vnet${id * 4 + guest}`, {
          master: `br${id}`,
          linkinfo: { info_kind: 'tun', info_data: { type: 'tap' } },
        }),
      ),
    ]),
  ];
  return pictureOfState(kinds, observedHost(links));
}
