import type { Column } from '../kind';
import { isPlaced } from '../net';
import { type HostLink, type LinkAddress, permanentMac } from '../state/links.probe';
import type { DraftEdge, DraftLink } from './draft';
import type { ObservedOvs } from './observed-ovs';
import type { LinkCondition, PictureAddress } from './picture';

/** The kernel's words for virtual links (ip-link(8), TYPE), by column. What is not named here is next to the wire. */
const columnOf: ReadonlyMap<string, Column> = new Map<string, Column>([
  ...['bond', 'team'].map(kind => [kind, 'bond'] as const),
  ...['vlan', 'vxlan', 'geneve', 'gre', 'gretap', 'ipip', 'sit'].map(kind => [kind, 'vlan'] as const),
  ...['bridge', 'vrf', 'network-namespace'].map(kind => [kind, 'bridge'] as const),
  ...['tap', 'veth', 'macvtap', 'macvlan', 'ipvlan', 'ipvtap', 'ovs-port'].map(
    kind => [kind, 'guest'] as const,
  ),
]);

function kindOf(link: HostLink, ovs: ObservedOvs): string {
  const { info_kind: kind, info_data: data } = link.linkinfo ?? {};
  if (link.link_type === 'loopback' && isPlaced(link.ifname)) return 'network-namespace';
  if (kind === undefined) return link.link_type === 'ether' ? 'NIC' : link.link_type;
  if (kind === 'openvswitch') return ovs.bridges.has(link.ifname) ? 'ovs-bridge' : 'ovs-port';
  return kind === 'tun' && typeof data?.type === 'string' ? data.type : kind;
}

function conditionOf({ operstate, flags }: HostLink): LinkCondition {
  if (!flags.includes('UP')) return 'down';
  if (operstate === 'LOWERLAYERDOWN') return 'lower layer down';
  if (operstate === 'DORMANT') return 'dormant';
  return operstate === 'DOWN' || flags.includes('NO-CARRIER') ? 'no carrier' : 'up';
}

function modeOf(kind: string, data: Readonly<Record<string, unknown>>): string | undefined {
  if (kind === 'bridge') {
    const ways = [data.stp_state ? 'STP' : '', data.vlan_filtering ? 'VLAN-aware' : ''].filter(Boolean);
    return ways.length > 0 ? ways.join(', ') : undefined;
  }
  if (kind === 'vxlan') return `VNI ${data.id}`;
  return typeof data.mode === 'string' ? data.mode : undefined;
}

/** IEEE 802.1AX: as long as no switch answers, the partner is all zeros. */
function lacpPartnerOf(data: Readonly<Record<string, unknown>>): string | undefined {
  const partner = (data.ad_info as Readonly<Record<string, unknown>> | undefined)?.partner_mac;
  if (data.mode !== '802.3ad' || typeof partner !== 'string') return undefined;
  return partner === '00:00:00:00:00:00' ? 'none' : partner;
}

/** What a port does that one would not expect of it. */
function portStateOf(link: HostLink): string | undefined {
  const state = link.linkinfo?.info_slave_data?.state;
  const told = typeof state === 'string' ? state.toLowerCase() : '';
  return ['backup', 'blocking', 'listening', 'learning'].find(one => one === told);
}

const addressOf = (one: LinkAddress): PictureAddress => {
  const remark = one.dadfailed
    ? ('duplicate' as const)
    : one.tentative
      ? ('tentative' as const)
      : one.dynamic
        ? ('dynamic' as const)
        : undefined;
  return { text: `${one.local}/${one.prefixlen}`, ...(remark && { remark }) };
};

/** What the host says of one link. */
export function observeLink(link: HostLink, ovs: ObservedOvs): DraftLink {
  const kind = kindOf(link, ovs);
  const data = link.linkinfo?.info_data ?? {};
  const column = kind === 'ovs-bridge' ? 'bridge' : (columnOf.get(kind) ?? 'nic');
  const mode = modeOf(kind, data);
  const mac = permanentMac(link);
  const lacpPartner = lacpPartnerOf(data);
  const portState = portStateOf(link);
  const speedMbps = column === 'nic' ? ovs.speeds.get(link.ifname) : undefined;
  return {
    name: link.ifname,
    column,
    owned: false,
    kind,
    state: conditionOf(link),
    mtu: link.mtu,
    ...(mac !== undefined && { mac }),
    ...(mode !== undefined && { mode }),
    ...(kind === 'vlan' && Number.isInteger(data.id) && { vlanId: data.id as number }),
    ...(lacpPartner !== undefined && { lacpPartner }),
    ...(portState !== undefined && { portState }),
    ...(speedMbps !== undefined && { speedMbps }),
    ...(kind === 'veth' && link.link !== undefined && { peer: link.link }),
    ...ovs.ports.get(link.ifname),
    // Every link has a link-local address, and lo's are the host's own: neither says where the host is reached.
    addresses: link.addr_info.filter(one => one.scope !== 'link' && one.scope !== 'host').map(addressOf),
    defaultRoutes: [],
  };
}

/** What a link is a port of, and what it stands on. `link` of a veth is its other end, which it does not stand on. */
export function observeEdges(link: HostLink): DraftEdge[] {
  const { ifname, master, link: lower } = link;
  const stands = lower !== undefined && link.linkinfo?.info_kind !== 'veth';
  return [
    ...(master === undefined ? [] : [{ lower: ifname, upper: master, relation: 'port of' as const }]),
    ...(stands ? [{ lower, upper: ifname, relation: 'stands on' as const }] : []),
  ];
}
