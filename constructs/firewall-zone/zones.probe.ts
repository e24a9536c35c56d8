import type { Probe } from '../../lib/state/facts';

/** Where firewalld keeps zones, a file for each, those of /etc before those that came with it (firewalld.zones(5)). */
export const ZONE_FOLDERS = ['/etc/firewalld/zones', '/usr/lib/firewalld/zones'] as const;

/** What firewalld knows of zones. */
export interface Zones {
  /** True while it runs; else only what its files say counts. */
  readonly running: boolean;
  /** Every zone that it has a file for. */
  readonly known: readonly string[];
  /** The zone of each link, by its files. */
  readonly permanent: Readonly<Record<string, string>>;
  /** The zone of each link now. Links that are in the default zone unasked are in neither. */
  readonly live: Readonly<Record<string, string>>;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.xml$/, '');

/** `{"type":"a{sa{sas}}","data":[{"public":{"interfaces":["eth0"]}}]}` (firewalld.dbus(5), getActiveZones). */
function parseActive(json: string): Record<string, string> {
  const [zones] = JSON.parse(json).data as [Record<string, { readonly interfaces?: readonly string[] }>];
  return Object.fromEntries(
    Object.entries(zones).flatMap(([zone, { interfaces = [] }]) => interfaces.map(link => [link, zone])),
  );
}

/** Asked where a zone is wanted only. Of D-Bus, since firewall-cmd is an interpreter that has to start first. */
export const zonesProbe: Probe<Zones> = {
  name: 'firewall-zones',
  program: wanted =>
    wanted.length === 0
      ? ':'
      : `for file in ${ZONE_FOLDERS.map(folder => `${folder}/*.xml`).join(' ')}; do
  [ ! -e "$file" ] || echo "known $file"
done
grep -sHo '<interface[^>]*>' ${ZONE_FOLDERS[0]}/*.xml || :
if [ -L /run/systemd/units/invocation:firewalld.service ]; then
  printf 'live '
  busctl --timeout=20 --json=short call org.fedoraproject.FirewallD1 /org/fedoraproject/FirewallD1 org.fedoraproject.FirewallD1.zone getActiveZones || echo
fi`,
  parse(stdout) {
    const lines = stdout.split('\n');
    const known = lines.flatMap(line => /^known (.+)$/.exec(line)?.[1] ?? []).map(nameOf);
    const permanent = lines.flatMap(line => {
      const [, path = '', quote, link = ''] =
        /^(\/[^:]+):<interface\b[^>]*\sname=(["'])(.*?)\2/.exec(line) ?? [];
      return quote === undefined ? [] : [[link, nameOf(path)] as const];
    });
    const live = lines.find(line => line.startsWith('live '));
    return {
      running: live !== undefined,
      known: [...new Set(known)],
      permanent: Object.fromEntries(permanent),
      live: live === undefined ? {} : parseActive(live.slice('live '.length)),
    };
  },
  empty: { running: false, known: [], permanent: {}, live: {} },
};
