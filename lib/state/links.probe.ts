import type { Probe } from './facts';

export interface LinkAddress {
  readonly family: 'inet' | 'inet6';
  readonly local: string;
  readonly prefixlen: number;
  readonly scope: string;
  readonly dynamic?: boolean;
  readonly tentative?: boolean;
  readonly dadfailed?: boolean;
}

/** What `ip -j -d address` says of one link; only what is used is typed. */
export interface HostLink {
  readonly ifindex: number;
  readonly ifname: string;
  /** Name of the link below, of a VLAN or macvlan; of a veth its peer. */
  readonly link?: string;
  /** The same by index, and the namespace by its number in this one, where that is another namespace. */
  readonly link_index?: number;
  readonly link_netnsid?: number;
  readonly master?: string;
  readonly mtu: number;
  readonly flags: readonly string[];
  readonly link_type: string;
  readonly address?: string;
  /** Burnt-in address, told where it differs from `address`: of a bond's port. */
  readonly permaddr?: string;
  readonly operstate?: string;
  readonly altnames?: readonly string[];
  readonly linkinfo?: {
    readonly info_kind?: string;
    readonly info_data?: Readonly<Record<string, unknown>>;
    readonly info_slave_kind?: string;
    readonly info_slave_data?: Readonly<Record<string, unknown>>;
  };
  readonly addr_info: readonly LinkAddress[];
}

/** Reads what `ip -j` printed; throws unless it is a whole JSON list of objects. */
export function parseIpJson<T>(text: string): T[] {
  const trimmed = text.trim();
  const value: unknown = trimmed === '' ? [] : JSON.parse(trimmed);
  if (!Array.isArray(value) || value.some(item => typeof item !== 'object' || item === null))
    throw new TypeError('not a JSON list of objects');
  // iproute2 5.x and 6.x print {} in the place of what a filter left out.
  return value.filter(item => Object.keys(item).length > 0) as T[];
}

function parseLinks(stdout: string): HostLink[] {
  return parseIpJson<HostLink>(stdout).map(link => {
    if (typeof link.ifname !== 'string' || typeof link.ifindex !== 'number' || typeof link.mtu !== 'number')
      throw new TypeError('a link without name, index or MTU');
    return { ...link, flags: link.flags ?? [], addr_info: (link.addr_info ?? []).filter(one => one.local) };
  });
}

/** A VXLAN tells the link below among its own data. */
const withLink = (
  data: Readonly<Record<string, unknown>> | undefined,
  named: (name: string) => string,
): Readonly<Record<string, unknown>> | undefined =>
  typeof data?.link === 'string' ? { ...data, link: named(data.link) } : data;

/** Every link with its addresses: one process however many there are. */
export const linksProbe: Probe<readonly HostLink[]> = {
  name: 'links',
  tool: 'ip',
  program: () => 'ip -j -d address show',
  parse: parseLinks,
  within: (links, named) =>
    links.map(({ link, master, linkinfo, ...rest }) => ({
      ...rest,
      ifname: named(rest.ifname),
      ...(link && { link: named(link) }),
      ...(master && { master: named(master) }),
      ...(linkinfo && { linkinfo: { ...linkinfo, info_data: withLink(linkinfo.info_data, named) } }),
    })),
  empty: [],
};

/** Where each NIC sits, from the symlinks of sysfs: name to PCI address. */
export const pciProbe: Probe<Readonly<Record<string, string>>> = {
  name: 'pci',
  program: () => "find /sys/class/net -maxdepth 1 -type l -printf '%f %l\\n'",
  parse: stdout =>
    Object.fromEntries(
      stdout
        .split('\n')
        .map(line =>
          /^(\S+) .*\/([0-9a-f]{4}:[0-9a-f]{2}:[01][0-9a-f]\.[0-7])\/(?!.*[0-9a-f]{4}:[0-9a-f]{2}:)/.exec(
            line,
          ),
        )
        .filter(match => match !== null)
        .map(match => [match[1]!, match[2]!]),
    ),
  empty: {},
};

/** The driver of each NIC, by name. Asked where a link is named by its driver. */
export const driversProbe: Probe<Readonly<Record<string, string>>> = {
  name: 'drivers',
  program: wanted =>
    wanted.some(({ ref }) => String(ref).startsWith('@driver:'))
      ? "find /sys/class/net/*/device/driver -maxdepth 0 -printf '%p %l\\n' 2>/dev/null || :"
      : ':',
  parse: stdout =>
    Object.fromEntries(
      [...stdout.matchAll(/^\/sys\/class\/net\/([^/]+)\/device\/driver .*\/(\S+)$/gm)].map(
        ([, link, driver]) => [link!, driver!],
      ),
    ),
  empty: {},
};

/** Index by name; altnames are not names here. */
export const linksByName = (links: readonly HostLink[]): ReadonlyMap<string, HostLink> =>
  new Map(links.map(link => [link.ifname, link]));

/** The address that a NIC was made with, whatever bond it is in now. */
export const permanentMac = (link: HostLink): string | undefined => link.permaddr ?? link.address;

/** Something that is plugged in, and no link that somebody made. */
export const isNic = (link: HostLink): boolean =>
  link.link_type === 'ether' && link.linkinfo?.info_kind === undefined;
