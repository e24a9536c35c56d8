import type { Probe } from './facts';

/** A place where another network manager of the host is told to configure a link. */
export interface Claim {
  readonly link: string;
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
const PROGRAM = `{ grep -sHn '' ${FILES} || :; } | sed 's/^/file:/'
for l in /sys/class/net/*; do
  [ -e "$l/ifindex" ] && read -r i <"$l/ifindex" && echo "index:$i:\${l##*/}"
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
function* networkd(lines: readonly Line[], names: ReadonlyMap<string, string>): Generator<Claim> {
  for (const { file, text } of lines) {
    const network = /^NETWORK_FILE=(.+)$/.exec(text)?.[1];
    const link = names.get(file.split('/').at(-1)!);
    if (network && link) yield { link, manager: 'systemd-networkd', file: network };
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
    const [, file, line, text] = /^file:([^:]+):(\d+):(.*)$/.exec(row) ?? [];
    return file ? [{ file, line: Number(line), text: text ?? '' }] : [];
  });
  const names = new Map(
    rows.flatMap(row => {
      const [, index, name] = /^index:(\d+):(\S+)$/.exec(row) ?? [];
      return index && name ? [[index, name] as const] : [];
    }),
  );
  const under = (folder: string): Line[] => lines.filter(({ file }) => file.startsWith(folder));
  const plans = [...netplan(under('/etc/netplan/'))];
  // What netplan wrote into /run is told by netplan's own file and line.
  const generated = (claim: Claim): boolean =>
    claim.file.includes('netplan') && plans.some(({ link }) => link === claim.link);
  return [
    ...ifupdown(under('/etc/network/')),
    ...plans.filter(({ link }) => [...names.values()].includes(link)),
    ...[...networkd(under('/run/systemd/netif/'), names), ...networkManager(rows)].filter(
      one => !generated(one),
    ),
    ...networkScripts(under('/etc/sysconfig/')),
  ];
}

/** Which links other managers of the host are told to configure. */
export const managersProbe: Probe<readonly Claim[]> = {
  name: 'managers',
  program: () => PROGRAM,
  parse,
  empty: [],
};
