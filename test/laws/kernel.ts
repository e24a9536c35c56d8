import { kinds } from '../../constructs/kinds';
import { namesOf, type Props, type Resource } from '../../lib/kind';
import { contains, namespaceOf, renderVlans, vlansOf } from '../../lib/net';
import type { Change } from '../../lib/plan/change';
import { order } from '../../lib/plan/order';
import type { Mode } from '../../lib/script/line';
import { complete } from './complete';

type Made = { readonly kind: string; props: Record<string, unknown> };

const linkKinds = new Set([
  'network-namespace',
  ...['link', 'bond', 'vlan', 'bridge', 'ovs-bridge', 'dummy', 'ifb', 'macvlan', 'macvtap', 'tap', 'tun'],
  ...['veth', 'vxlan', 'geneve', 'gre', 'ip-tunnel', 'vrf'],
]);
/** Links that go with the one below (NETDEV_UNREGISTER in vlan.c, macvlan.c, vxlan_core.c). */
const standing = new Set(['vlan', 'macvlan', 'macvtap', 'vxlan']);
const isLink = ({ kind, props }: Made): boolean =>
  linkKinds.has(kind) || (kind === 'ovs-port' && props.type === 'internal');
const isV4 = (text: unknown): boolean => !(text as string).includes(':');

/** What steps of a guarded script may find gone. */
const LENIENT = new Set([
  ...['address', 'route', 'bridge-port', 'vrf-member', 'shaper', 'traffic-class', 'policer', 'mirror'],
  'bpdu-filter',
]);

/** BOND_OPTFLAG_IFDOWN (drivers/net/bonding/bond_options.c). */
const BOND_IFDOWN = new Set(['mode', 'lacpRate', 'lacpActive', 'adSelect', 'adUserPortKey', 'tlbDynamicLb']);

/**
 * What a host does when a plan is carried out, resource by resource, with the side effects of Linux that a planner
 * must foresee. Written from the kernel's sources and tried on it; it shares nothing with `lib/plan/consequences`.
 */
export class Kernel {
  readonly #made = new Map<string, Made>();

  constructor(resources: readonly Resource[]) {
    for (const { kind, props } of resources) this.#put(kind, props);
    for (const made of [...this.#made.values()])
      if (made.kind === 'bridge')
        for (const port of made.props.ports as string[])
          if (!this.#made.has(`bridge-port/${port}`)) this.#join(made, port);
  }

  /** new_nbp: a port begins with the kernel's own settings, in the bridge's default VLAN (nbp_vlan_init). */
  #join(bridge: Made, link: string): void {
    const id = bridge.props.vlanDefaultPvid as number;
    const vlans = { untagged: id ? String(id) : '', pvid: id || null };
    this.#put('bridge-port', { link, bridge: bridge.props.name, ...vlans });
  }

  get resources(): Resource[] {
    return [...this.#made.values()].map(({ kind, props }) => ({ kind, props: { ...props } }));
  }

  carryOut(changes: readonly Change[], standing: readonly Resource[], mode: Mode = 'deploy'): this {
    for (const { change, phase } of order(kinds, changes, standing)) {
      const { kind, action, before, after, id } = change;
      // It is in the order for the scripts; the model has put it with the rest.
      if (phase === 'begin' || phase === 'finish') continue;
      // `lenient` steps of a guarded script find less than there was.
      const lenient = mode === 'guarded' && LENIENT.has(kind);
      if (phase === 'take' && action !== 'update') {
        if (!lenient || this.#made.has(id)) this.#remove(id);
      } else if (phase === 'take') this.#update(id, change, 'drop');
      else if (phase === 'exchange') this.#update(id, change, 'exchange');
      else if (kind === 'bridge-port' && action !== 'update') this.#setPort(id, after as Props);
      else if (kind === 'sysctl' && action !== 'update') this.#create(kind, after as Props);
      else if (this.#made.has(id)) this.#update(id, change, 'add');
      // A route is always put as a whole (`ip route replace`).
      else if (action === 'update' && kind !== 'route') throw new Error(`${id} is not there to be updated`);
      else this.#create(kind, (after ?? before) as Props);
    }
    return this;
  }

  #put(kind: string, props: Props): Made {
    const given = Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
    const made = { kind, props: { ...complete[kind]!(given) } };
    this.#made.set(kinds.id(made), made);
    return made;
  }

  #link(name: unknown): Made | undefined {
    return [...this.#made.values()].find(
      made => isLink(made) && namesOf(kinds.of(made).link?.(made.props)).includes(name as string),
    );
  }

  /** The link by which a gateway is reached. */
  #way(via: string | null | undefined, namespace: unknown): string | undefined {
    const near = [...this.#made.values()].find(
      made =>
        made.kind === 'address' &&
        via &&
        contains(made.props.address as string, via) &&
        namespaceOf(made.props.link as string) === namespace,
    );
    return near?.props.link as string | undefined;
  }

  #create(kind: string, props: Props): void {
    const { namespace } = props;
    const {
      link = this.#way(props.via as string, namespace),
      name,
      to,
      via,
    } = props as Record<string, string>;
    // `ip -n`, `ip netns exec`: Cannot open network namespace.
    if (kind !== 'network-namespace')
      for (const place of kinds.namespaces({ kind, props }))
        if (!this.#made.has(`network-namespace/${place}`))
          throw new Error(`${kind} ${name ?? to}: no network namespace ${place}`);
    if (link && !this.#link(link)) throw new Error(`${kind} ${name ?? to}: Cannot find device ${link}`);
    if (kind === 'ovs-port') {
      if (!this.#made.has(`ovs-bridge/${props.bridge}`)) throw new Error(`no bridge named ${props.bridge}`);
      if (props.type !== 'internal' && !this.#link(name)) throw new Error(`could not open ${name}`);
    }
    if (kind === 'route' && !props.type) {
      const hops = (props.nextHops as { via: string; link: string }[] | null) ?? [{ via, link }];
      for (const hop of hops) this.#checkHop(to!, hop.via, hop.link ?? link, Boolean(props.onLink));
    }
    // cycle_netdev in drivers/net/vrf.c.
    if (kind === 'vrf-member') this.#down(link);
    if (kind === 'traffic-class' && this.#made.get(`shaper/${link}`)?.props.discipline !== 'htb')
      throw new Error(`class of ${link}: Specified class not found`);
    if (kind === 'mirror' && !this.#link(to)) throw new Error(`mirror: Cannot find device ${to}`);
    const made = this.#put(kind, {
      ...props,
      ...(kind === 'route' && link && { link }),
      ports: props.ports && [],
    });
    if (made.props.ports === undefined) delete made.props.ports;
    for (const port of (props.ports as string[]) ?? []) this.#attach(made, port);
    if (kind === 'sysctl') this.#spread(made.props);
  }

  /** inet_forward_change: what all forward each link does. */
  #spread({ key, value, namespace }: Props): void {
    if (key !== 'net.ipv4.ip_forward') return;
    for (const { kind, props } of this.#made.values())
      if (
        kind === 'sysctl' &&
        props.namespace === namespace &&
        /^net\.ipv4\.conf\..*\.forwarding$/.test(props.key as string)
      )
        props.value = value;
  }

  /** fib_check_nh: its link is up, and an address of the link reaches it, unless it is said to be right behind it. */
  #checkHop(to: string, via: string | undefined, link: string | undefined, onLink: boolean): void {
    if (!this.#link(link)?.props.up) throw new Error(`route ${to}: Network is down`);
    const reached =
      !via ||
      onLink ||
      [...this.#made.values()].some(
        made =>
          made.kind === 'address' && made.props.link === link && contains(made.props.address as string, via),
      );
    if (!reached) throw new Error(`route ${to}: Nexthop has invalid gateway`);
  }

  /** A port is there as soon as its link is in the bridge; only then it can be told how to behave. */
  #setPort(id: string, props: Props): void {
    const made = this.#made.get(id);
    if (!made || made.props.bridge !== props.bridge) throw new Error(`${id}: Operation not supported`);
    Object.assign(made.props, props);
  }

  #update(id: string, change: Change, phase: 'add' | 'drop' | 'exchange'): void {
    const made = this.#made.get(id);
    if (!made) throw new Error(`${id} is not there to be changed`);
    for (const property of change.properties) {
      if ('to' in property) continue;
      if (property.name === 'remotes' || property.name === 'links') {
        const there = (made.props[property.name] as string[]).filter(one => !property.drop.includes(one));
        made.props[property.name] = phase === 'drop' ? there : [...there, ...property.add];
        continue;
      }
      if (phase !== 'drop') for (const port of property.add) this.#attach(made, port);
      if (phase !== 'add') for (const port of property.drop) this.#release(made, port);
    }
    for (const property of change.properties) {
      if ('to' in property && phase !== 'drop') {
        if (property.name === 'vlanDefaultPvid') this.#changeDefaultVlan(made, property.to as number);
        // Null is a value of a port's PVID, and the kernel's own of anything else.
        made.props[property.name] =
          property.name === 'pvid'
            ? property.to
            : (property.to ?? complete[made.kind]!({ name: made.props.name })[property.name]);
        if (made.kind === 'bond' && BOND_IFDOWN.has(property.name)) this.#down(made.props.name);
        if (property.name === 'up' && !property.to) this.#down(made.props.name);
        if (property.name === 'peerUp' && !property.to) this.#down(made.props.peer);
        if (made.kind === 'vrf-member') this.#down(made.props.link);
        if (made.kind === 'sysctl' && property.name === 'value') this.#spread(made.props);
        // macvlan_changelink: macvlan_flush_sources.
        if (property.name === 'mode' && made.kind.startsWith('macv') && property.to !== 'source')
          made.props.sourceMacs = [];
        if (made.kind === 'bond' && property.name === 'mtu')
          for (const port of made.props.ports as string[]) this.#link(port)!.props.mtu = property.to;
      }
    }
  }

  /** __br_vlan_set_default_pvid: ports that are in the old one as ports begin go into the new one; the bridge keeps its own. */
  #changeDefaultVlan(bridge: Made, to: number): void {
    const from = bridge.props.vlanDefaultPvid as number;
    for (const { kind, props } of this.#made.values()) {
      if (kind !== 'bridge-port' || props.bridge !== bridge.props.name) continue;
      const bare = vlansOf(props.untagged as string);
      const begun = from !== 0 && props.pvid === from && bare.includes(from);
      const known = [...bare, ...vlansOf(props.tagged as string)].includes(to);
      if (from !== 0 ? !begun : to === 0) continue;
      if (known) continue;
      props.untagged = renderVlans([...bare.filter(id => id !== from), ...(to ? [to] : [])]);
      props.pvid = to || null;
    }
  }

  /** bond_enslave refuses what is up, br_add_if does not; both leave the port open. */
  #attach(controller: Made, name: string): void {
    const port = this.#link(name);
    if (!port) throw new Error(`Cannot find device ${name}`);
    for (const other of this.#made.values())
      if (other !== controller && (other.props.ports as string[])?.includes(name)) this.#release(other, name);
    if (controller.kind === 'bond') {
      this.#down(name);
      this.#original.set(name, port.props.mtu);
      port.props.mtu = controller.props.mtu;
    }
    port.props.up = true;
    if (controller.kind === 'bridge') this.#join(controller, name);
    controller.props.ports = [...(controller.props.ports as string[]), name];
  }

  readonly #original = new Map<string, unknown>();

  /** __bond_release_one closes the port and gives back its MTU. */
  #release(controller: Made, name: string): void {
    controller.props.ports = (controller.props.ports as string[]).filter(port => port !== name);
    const port = this.#link(name);
    if (controller.kind === 'bridge') this.#made.delete(`bridge-port/${name}`);
    if (controller.kind !== 'bond' || !port) return;
    this.#down(name);
    port.props.up = false;
    port.props.mtu = this.#original.get(name) ?? port.props.mtu;
  }

  /** fib_disable_ip and addrconf_ifdown: routes go, IPv6 addresses go, IPv4's stay. VLANs go down with their link. */
  #down(name: unknown): void {
    this.#sweep(made => made.props.link === name && made.kind === 'route');
    this.#sweep(made => made.props.link === name && made.kind === 'address' && !isV4(made.props.address));
    for (const made of this.#made.values())
      if (made.kind === 'vlan' && made.props.link === name) this.#down(made.props.name);
  }

  #sweep(goes: (made: Made) => boolean): void {
    for (const [id, made] of this.#made) if (goes(made)) this.#made.delete(id);
  }

  #remove(id: string): void {
    const made = this.#made.get(id);
    if (!made) throw new Error(`${id} is not there to be removed`);
    if (made.kind === 'bridge-port') {
      // Its settings are taken back; the port leaves with its link or its bridge.
      this.#join(this.#link(made.props.bridge)!, made.props.link as string);
      return;
    }
    if (made.kind === 'network-namespace') {
      this.#removeNamespace(made);
      return;
    }
    if (isLink(made)) {
      this.#removeLink(made);
      return;
    }
    this.#made.delete(id);
    // htb_destroy: classes go with it, and with their filters.
    if (made.kind === 'shaper')
      this.#sweep(one => one.kind === 'traffic-class' && one.props.link === made.props.link);
    if (made.kind === 'vrf-member') this.#down(made.props.link);
    if (made.kind !== 'address' || !isV4(made.props.address)) return;
    // inetdev_event: with its last IPv4 address a link loses all its IPv4 routes.
    const { link, address } = made.props as Record<string, string>;
    const others = [...this.#made.values()].filter(
      one => one.kind === 'address' && one.props.link === link && isV4(one.props.address),
    );
    if (others.length === 0)
      this.#sweep(one => one.kind === 'route' && one.props.link === link && isV4(one.props.to));
    // fib_sync_down_addr: routes whose source it was.
    this.#sweep(
      one =>
        one.kind === 'route' &&
        one.props.source === address!.split('/')[0] &&
        one.props.namespace === namespaceOf(link!),
    );
  }

  /** cleanup_net: virtual links go with their namespace, and what is on them; so do rules and settings. */
  #removeNamespace(made: Made): void {
    const { name } = made.props;
    for (const other of [...this.#made.values()])
      if (other !== made && isLink(other) && kinds.namespaces(other).includes(name as string))
        this.#removeLink(other);
    this.#sweep(one => kinds.namespaces(one).includes(name as string));
  }

  #removeLink(made: Made): void {
    const { name, peer } = made.props;
    for (const port of [...((made.props.ports as string[]) ?? [])]) this.#release(made, port);
    this.#made.delete(kinds.id(made));
    for (const other of [...this.#made.values()]) {
      for (const end of [name, peer] as string[])
        if ((other.props.ports as string[])?.includes(end)) this.#release(other, end);
      const below = standing.has(other.kind) && other.props.link;
      if (below && (below === name || below === peer)) this.#removeLink(other);
      // mirred_device_event.
      if (other.kind === 'mirror' && other.props.to !== null && [name, peer].includes(other.props.to))
        other.props.to = null;
      if (made.kind === 'vrf' && other.kind === 'vrf-member' && other.props.vrf === name)
        this.#remove(kinds.id(other));
      // dpif-netdev and ovs-vswitchd take a bridge's ports with it.
      if (made.kind === 'ovs-bridge' && other.kind === 'ovs-port' && other.props.bridge === name)
        this.#made.delete(kinds.id(other));
    }
    const living = [
      ...['address', 'route', 'vrf-member', 'shaper', 'traffic-class', 'policer', 'mirror'],
      'bpdu-filter',
    ];
    this.#sweep(
      one =>
        living.includes(one.kind) && one.props.link !== undefined && [name, peer].includes(one.props.link),
    );
  }
}

/** A host as plain, comparable data: every resource, sets sorted. */
export const snapshot = (resources: readonly Resource[]): Record<string, Props> =>
  Object.fromEntries(
    resources
      .map(({ kind, props }) => {
        const ports = props.ports ? { ports: [...(props.ports as string[])].sort() } : {};
        return [kinds.id({ kind, props }), { ...props, ...ports }] as const;
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
