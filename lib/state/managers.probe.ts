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

/** The files in which managers keep, or at run time show, what they configure. One process reads them all. */
const FILES = [
  '/etc/network/interfaces',
  '/etc/network/interfaces.d/*',
  '/run/systemd/netif/links/*',
  '/etc/netplan/*.yaml',
  '/etc/sysconfig/network-scripts/ifcfg-*',
].join(' ');

/** NetworkManager tells itself which connection of which file holds a device. */
const PROGRAM = `grep -sHn '' ${FILES} || :
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

function* ifupdown(lines: readonly Line[]): Generator<Claim> {
  for (const { file, line, text } of lines) {
    const [, link, method] = /^\s*iface\s+(\S+)\s+\S+\s+(\S+)/.exec(text) ?? [];
    // "manual" brings a link up and gives it nothing: it does not fight anybody.
    if (link && method !== 'manual' && link !== 'lo') yield { link, manager: 'ifupdown', file, line };
  }
}

function* netplan(lines: readonly Line[]): Generator<Claim> {
  for (const { file, line, text } of lines) {
    const link = /^\s{2,}["']?([A-Za-z0-9_.-]+)["']?:\s*$/.exec(text)?.[1];
    if (link) yield { link, manager: 'netplan', file, line };
  }
}

function* networkScripts(lines: readonly Line[]): Generator<Claim> {
  for (const { file, line, text } of lines) {
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

function* networkManager(rows: readonly string[]): Generator<Claim> {
  const files = new Map<string, string>();
  for (const row of rows) {
    const [, uuid, file] = /^connection:([0-9a-f-]+):(.*)$/.exec(row) ?? [];
    if (uuid && file) files.set(uuid, file);
  }
  for (const row of rows) {
    const [, link, state, uuid] = /^device:([^:]+):([^:]+):([0-9a-f-]+)$/.exec(row) ?? [];
    const file = uuid && files.get(uuid);
    if (link && file && state?.startsWith('connect')) yield { link, manager: 'NetworkManager', file };
  }
}

function parse(stdout: string): Claim[] {
  const rows = stdout.split('\n');
  const lines = rows.flatMap((row): Line[] => {
    const [, file, line, text] = /^(\/[^:]+):(\d+):(.*)$/.exec(row) ?? [];
    return file ? [{ file, line: Number(line), text: text ?? '' }] : [];
  });
  const under = (folder: string): Line[] => lines.filter(({ file }) => file.startsWith(folder));
  return [
    ...ifupdown(under('/etc/network/')),
    ...netplan(under('/etc/netplan/')),
    ...networkd(under('/run/systemd/netif/')),
    ...networkManager(rows),
    ...networkScripts(under('/etc/sysconfig/')),
  ];
}

/** The claims on one link. What netplan wrote into /run for another manager is told by netplan's own file and line. */
export function claimsOn(
  claims: readonly Claim[],
  link: { readonly ifname: string; readonly ifindex?: number },
): readonly Claim[] {
  const own = claims.filter(claim => claim.link === link.ifname || claim.link === link.ifindex);
  const planned = own.some(({ manager }) => manager === 'netplan');
  return own.filter(({ manager, file }) => !planned || manager === 'netplan' || !file.includes('netplan'));
}

/** Which links other managers of the host are told to configure. */
export const managersProbe: Probe<readonly Claim[]> = {
  name: 'managers',
  program: () => PROGRAM,
  parse,
  empty: [],
};
