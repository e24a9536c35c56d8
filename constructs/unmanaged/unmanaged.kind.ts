import { z } from 'zod';
import type { Circumstances, Kind, PropertyChange } from '../../lib/kind';
import { ifname } from '../../lib/net';
import type { Step } from '../../lib/script/step';
import { linksProbe } from '../../lib/state/links.probe';
import {
  actorOf,
  claimsOn,
  type Managers,
  managersProbe,
  type NetworkMatch,
  type Releasing,
} from '../../lib/state/managers.probe';
import { handOver } from './hand-over.sh';

const schema = z.strictObject({
  manager: z.enum(['NetworkManager', 'systemd-networkd', 'ifupdown']),
  links: z
    .array(ifname)
    .min(1)
    .transform(links => [...new Set(links)].sort()),
});

export type UnmanagedProps = z.infer<typeof schema>;

const tell = (manager: Releasing, way: 'away' | 'back', links: readonly string[]): Step[] =>
  links.length === 0 ? [] : [{ tool: 'call', function: handOver, args: [manager, way, ...links] }];

/** systemd.network(5): globs as in fnmatch(3); the last pattern that fits does not count more than the first. */
function fits({ names, hardware }: NetworkMatch, link: string): boolean {
  if (hardware) return false;
  if (names === undefined) return true;
  const turned = names[0]?.startsWith('!') ?? false;
  const globs = names.map(name => name.replace(/^!/, ''));
  const pattern = (glob: string) =>
    new RegExp(
      `^${glob
        .replace(/[.+^${}()|\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    );
  return turned !== globs.some(glob => pattern(glob).test(link));
}

/** Who would set up a link of ours, now or at the next chance; with leave to take it where it does already. */
function grabbers(
  managers: Managers,
  takeOver: boolean,
  link: { ifname: string; ifindex?: number },
): Releasing[] {
  const claims = claimsOn(managers.claims, link);
  const claimed = takeOver ? claims.flatMap(claim => actorOf(managers, claim) ?? []) : [];
  const idle: Releasing[] = managers.idle.includes(link.ifname) ? ['NetworkManager'] : [];
  const { running, networks } = managers;
  const isComing = link.ifindex === undefined;
  // It looks after whatever is there when it starts, but for what it finds in interfaces(5).
  const later = running.includes('NetworkManager') && (isComing || claimed.includes('ifupdown'));
  return [
    ...claimed,
    ...idle,
    ...(later ? (['NetworkManager'] as const) : []),
    ...(isComing && networks.some(network => fits(network, link.ifname))
      ? (['systemd-networkd'] as const)
      : []),
  ];
}

/** What was told stays told while the link is ours: with the claim goes what made us tell. */
function derive({ links, takeOver, facts, before }: Circumstances): UnmanagedProps[] {
  const managers = facts.read(managersProbe);
  const seen = new Map(facts.read(linksProbe).map(({ ifname: name, ifindex }) => [name, ifindex]));
  const told = new Map<Releasing, Set<string>>();
  const add = (manager: Releasing, link: string) =>
    told.set(manager, (told.get(manager) ?? new Set()).add(link));
  for (const props of before as readonly UnmanagedProps[])
    for (const link of props.links) if (links.has(link)) add(props.manager, link);
  for (const link of links)
    for (const manager of grabbers(managers, takeOver, { ifname: link, ifindex: seen.get(link) }))
      add(manager, link);
  return [...told].map(([manager, names]) => ({ manager, links: [...names].sort() }));
}

/** Links that another network manager of the host is told to leave alone, in its own way. Nobody declares it. */
export const unmanagedKind: Kind<UnmanagedProps> = {
  name: 'unmanaged',
  summary: "Links that another network manager leaves alone, told so in that manager's own files.",
  schema,
  key: props => props.manager,
  describe: ({ manager, links }) =>
    `${links.join(', ')} (${manager} leaves ${links.length === 1 ? 'it' : 'them'} alone)`,
  sets: ['links'],
  survivesReboot: true,
  outermost: true,
  derive,
  keptFrom: props => props.links,
  probes: [managersProbe, linksProbe],

  observe({ manager }, facts) {
    const managers = facts.read(managersProbe);
    const indexes = new Map(facts.read(linksProbe).map(({ ifname: name, ifindex }) => [name, ifindex]));
    const obeyed = (link: string) =>
      !claimsOn(managers.claims, { ifname: link, ifindex: indexes.get(link) }).some(
        claim => claim.manager === manager,
      );
    const links = (managers.released[manager] ?? []).filter(obeyed).sort();
    return links.length === 0 ? undefined : { manager, links };
  },

  create: ({ manager, links }) => tell(manager, 'away', links),
  update: ({ manager }, changes: readonly PropertyChange[]) =>
    changes.flatMap(change =>
      'add' in change ? [...tell(manager, 'away', change.add), ...tell(manager, 'back', change.drop)] : [],
    ),
  remove: ({ manager, links }) => tell(manager, 'back', links),
};
