import { isPlaced } from '../net';
import type { Probe } from './facts';

/** A place where another network manager of the host is told to configure a link. */
export interface Claim {
  /** The link by its name, or by its index where the manager keeps it so. */
  readonly link: string | number;
  /** `NetworkManager`, `systemd-networkd`, `netplan`, `ifupdown` or `network-scripts`. */
  readonly manager: string;
  readonly file: string;
  /** Counted from 1; undefined where the whole file is about the link. */
  readonly line?: number;
}

/** A manager that can be told to leave links alone, in its own way. */
export type Releasing = 'NetworkManager' | 'systemd-networkd' | 'ifupdown';

/** What the host's other network managers do, and what they were told by us. */
export interface Managers {
  readonly claims: readonly Claim[];
  /** Managers that run now. */
  readonly running: readonly string[];
  /** Links that a manager was told to leave alone, and leaves. */
  readonly released: Readonly<Partial<Record<Releasing, readonly string[]>>>;
  /** Links that NetworkManager looks after, though nobody described them to it. */
  readonly idle: readonly string[];
  /** True where systemd-networkd was told to keep routes and rules that it does not know. */
  readonly keepsForeign: boolean;
  /** What the .network files of systemd-networkd fit. */
  readonly networks: readonly NetworkMatch[];
}

/** The [Match] of a .network file (systemd.network(5)), as far as it can fit a link that has no hardware. */
export interface NetworkMatch {
  readonly file: string;
  /** Globs; a first `!` turns them round. */
  readonly names?: readonly string[];
  /** True where it asks for something that only hardware has. */
  readonly hardware?: true;
}

/** Where systemd-networkd and NetworkManager are told; ifupdown is told in its own files, by this mark. */
export const NETWORKD_FILE = '/etc/systemd/network/00-trunkline.network';
export const NETWORKD_SETTINGS = '/etc/systemd/networkd.conf.d/90-trunkline.conf';
export const NETWORK_MANAGER_FILE = '/etc/NetworkManager/conf.d/90-trunkline.conf';
export const IFUPDOWN_MARK = '#trunkline:';

/** The files in which managers keep, or at run time show, what they configure. One process reads them all. */
const FILES = [
  '/etc/network/interfaces',
  '/etc/network/interfaces.d/*',
  '/run/systemd/netif/links/*',
  '/etc/systemd/network/*.network',
  '/run/systemd/network/*.network',
  '/usr/lib/systemd/network/*.network',
  NETWORKD_SETTINGS,
  NETWORK_MANAGER_FILE,
  '/etc/netplan/*.yaml',
  '/etc/sysconfig/network-scripts/ifcfg-*',
].join(' ');

/** systemd keeps a link for each unit that is active. NetworkManager tells itself which file holds a device. */
const PROGRAM = `grep -sHn '' ${FILES} || :
for unit in systemd-networkd NetworkManager; do
  [ ! -L "/run/systemd/units/invocation:$unit.service" ] || echo "running:$unit"
done
if [ -d /run/NetworkManager ] && command -v nmcli >/dev/null 2>&1; then
  nmcli -t -e no -f DEVICE,STATE,CON-UUID device 2>/dev/null | sed 's/^/device:/'
  nmcli -t -e no -f UUID,FILENAME connection 2>/dev/null | sed 's/^/connection:/'
fi
:`;

interface Line {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/**
 * interfaces(5): `iface NAME FAMILY METHOD`; ifupdown2 takes `iface NAME` with options too. "manual" brings a link up
 * and gives it nothing, and so does a bare stanza without options: neither fights anybody.
 */
function* ifupdown(lines: readonly Line[]): Generator<Claim> {
  let bare: Claim | undefined;
  for (const { file, line, text } of lines) {
    const [keyword = '', link, , method] = text.trim().split(/\s+/);
    if (/^(#|$)/.test(keyword)) continue;
    if (/^(iface|auto|allow-\S+|mapping|source\S*|rename|no-\S+|template)$/.test(keyword)) bare = undefined;
    else if (bare) {
      yield bare;
      bare = undefined;
    }
    if (keyword !== 'iface' || link === undefined || link === 'lo' || method === 'manual') continue;
    const claim = { link, manager: 'ifupdown', file, line };
    if (method === undefined) bare = claim;
    else yield claim;
  }
}

function* netplan(lines: readonly Line[]): Generator<Claim> {
  for (const { file, line, text } of lines) {
    const link = /^\s{2,}["']?([A-Za-z0-9_.-]+)["']?:\s*$/.exec(text)?.[1];
    if (link) yield { link, manager: 'netplan', file, line };
  }
}

/** An ifcfg file that NetworkManager has read is its own: it says so of each connection (`ifcfg-rh`, RHEL 8). */
function* networkScripts(lines: readonly Line[], read: ReadonlySet<string>): Generator<Claim> {
  for (const { file, line, text } of lines) {
    if (read.has(file)) continue;
    const link = /^DEVICE=["']?([^"'\s]+)/.exec(text)?.[1];
    if (link && link !== 'lo') yield { link, manager: 'network-scripts', file, line };
  }
}

/** /run/systemd/netif/links/IFINDEX: written for every link, with NETWORK_FILE where a .network file fits it. */
function* networkd(lines: readonly Line[]): Generator<Claim> {
  for (const { file, text } of lines) {
    const network = /^NETWORK_FILE=(.+)$/.exec(text)?.[1];
    if (network) yield { link: Number(file.split('/').at(-1)), manager: 'systemd-networkd', file: network };
  }
}

interface Device {
  readonly link: string;
  /** In NetworkManager's words. */
  readonly state: string;
  readonly file?: string;
}

/** Files of NetworkManager's connections, by UUID. */
function connectionsOf(rows: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const row of rows) {
    const [, uuid, file] = /^connection:([0-9a-f-]+):(.*)$/.exec(row) ?? [];
    if (uuid && file) files.set(uuid, file);
  }
  return files;
}

function devicesOf(rows: readonly string[], files: ReadonlyMap<string, string>): Device[] {
  return rows.flatMap((row): Device[] => {
    const [, link, state, uuid] = /^device:([^:]+):([^:]*):([0-9a-f-]*)$/.exec(row) ?? [];
    const file = uuid && files.get(uuid);
    return link && state ? [{ link, state, ...(file && { file }) }] : [];
  });
}

const AUTOMATIC = '/run/NetworkManager/';
const isNetplans = (file: string): boolean => file.includes('netplan');

/** "(externally)" is what others made: NetworkManager only looks on. What it thought of by itself counts once it works. */
function* networkManager(devices: readonly Device[]): Generator<Claim> {
  for (const { link, state, file } of devices) {
    const connecting = state === 'connected' || state.startsWith('connecting');
    if (!file || !connecting) continue;
    if (state === 'connected' || !file.startsWith(AUTOMATIC) || isNetplans(file))
      yield { link, manager: 'NetworkManager', file };
  }
}

const idleOf = (devices: readonly Device[], claims: readonly Claim[]): string[] =>
  devices
    .filter(({ state }) =>
      /^(disconnected|unavailable|connecting|deactivating|connected \(externally\))/.test(state),
    )
    .map(({ link }) => link)
    .filter(link => !claims.some(claim => claim.link === link));

function networksOf(lines: readonly Line[]): NetworkMatch[] {
  const found = new Map<string, { names?: string[]; hardware?: true }>();
  let section = '';
  for (const { file, line, text } of lines) {
    if (line === 1) section = '';
    section = /^\s*\[(\w+)\]/.exec(text)?.[1] ?? section;
    const [, key, value = ''] = /^\s*(\w+)\s*=\s*(.*)$/.exec(text) ?? [];
    if (section !== 'Match' || key === undefined || file === NETWORKD_FILE) continue;
    const match = found.get(file) ?? {};
    found.set(file, match);
    if (key === 'Name') match.names = [...(match.names ?? []), ...value.split(/\s+/).filter(Boolean)];
    if (/^(PermanentMACAddress|Path|Driver|Property|WLANInterfaceType|SSID|BSSID)$/.test(key))
      match.hardware = true;
  }
  return [...found].map(([file, match]) => ({ file, ...match }));
}

function releasedOf(lines: readonly Line[], devices: readonly Device[], claims: readonly Claim[]) {
  const told = (file: string, pattern: RegExp): string[] =>
    lines
      .filter(one => one.file === file)
      .flatMap(({ text }) => pattern.exec(text)?.[1]?.split(/[\s;]+/) ?? [])
      .map(word => word.replace(/^interface-name:=/, ''))
      .filter(Boolean);
  const marked = lines.flatMap(({ file, text }) =>
    file.startsWith('/etc/network/') ? (new RegExp(`^${IFUPDOWN_MARK}([^#]+)#`).exec(text)?.[1] ?? []) : [],
  );
  const obeyed = devices.filter(({ state }) => state !== 'unmanaged').map(({ link }) => link);
  const claimed = claims.filter(({ manager }) => manager === 'ifupdown').map(({ link }) => link);
  const all = {
    'systemd-networkd': told(NETWORKD_FILE, /^Name=(.*)$/),
    NetworkManager: told(NETWORK_MANAGER_FILE, /^unmanaged-devices\+=(.*)$/).filter(
      link => !obeyed.includes(link),
    ),
    ifupdown: [...new Set(marked.map(link => link.replace(/:.*/, '')))].filter(
      link => !claimed.includes(link),
    ),
  };
  return Object.fromEntries(Object.entries(all).filter(([, links]) => links.length > 0));
}

function parse(stdout: string): Managers {
  const rows = stdout.split('\n');
  const lines = rows.flatMap((row): Line[] => {
    const [, file, line, text] = /^(\/[^:]+):(\d+):(.*)$/.exec(row) ?? [];
    return file ? [{ file, line: Number(line), text: text ?? '' }] : [];
  });
  const under = (folder: string): Line[] => lines.filter(({ file }) => file.startsWith(folder));
  const running = rows.flatMap(row => /^running:(.+)$/.exec(row)?.[1] ?? []);
  const connections = connectionsOf(rows);
  const devices = devicesOf(rows, connections);
  // What networkd showed stays there when it has been stopped.
  const networkds = running.includes('systemd-networkd') ? [...networkd(under('/run/systemd/netif/'))] : [];
  const claims = [
    ...ifupdown(under('/etc/network/')),
    ...netplan(under('/etc/netplan/')),
    ...networkds,
    ...networkManager(devices),
    ...networkScripts(under('/etc/sysconfig/'), new Set(connections.values())),
  ];
  return {
    claims,
    running,
    released: releasedOf(lines, devices, claims),
    idle: idleOf(devices, claims),
    keepsForeign: ['ManageForeignRoutes=no', 'ManageForeignRoutingPolicyRules=no'].every(setting =>
      lines.some(({ file, text }) => file === NETWORKD_SETTINGS && text === setting),
    ),
    networks: running.includes('systemd-networkd')
      ? networksOf(lines.filter(({ file }) => file.endsWith('.network')))
      : [],
  };
}

/** The claims on one link. What netplan wrote into /run for another manager is told by netplan's own file and line. */
export function claimsOn(
  claims: readonly Claim[],
  link: { readonly ifname: string; readonly ifindex?: number },
): readonly Claim[] {
  // Managers of the host do not look into namespaces, where indexes begin anew.
  if (isPlaced(link.ifname)) return [];
  const own = claims.filter(claim => claim.link === link.ifname || claim.link === link.ifindex);
  const planned = own.some(({ manager }) => manager === 'netplan');
  return own.filter(({ manager, file }) => !planned || manager === 'netplan' || !file.includes('netplan'));
}

/** The manager that acts on a claim: netplan only writes for others. Undefined where none can be told to let go. */
export function actorOf({ claims, running }: Managers, claim: Claim): Releasing | undefined {
  if (claim.manager === 'network-scripts') return undefined;
  if (claim.manager !== 'netplan') return claim.manager as Releasing;
  const held = claims.find(({ link, manager }) => link === claim.link && manager === 'NetworkManager');
  const onlyNetworkManager = running.includes('NetworkManager') && !running.includes('systemd-networkd');
  return held || onlyNetworkManager ? 'NetworkManager' : 'systemd-networkd';
}

/** What the other network managers of the host are told to configure, and what we told them. */
export const managersProbe: Probe<Managers> = {
  name: 'managers',
  program: () => PROGRAM,
  parse,
  empty: { claims: [], running: [], released: {}, idle: [], keepsForeign: false, networks: [] },
};
