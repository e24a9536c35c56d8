import { matchedRefs, resolveRefs } from '../intent/resolve';
import type { Registry, Resource } from '../kind';
import { linksProbe } from '../state/links.probe';
import { claimsOn, managersProbe } from '../state/managers.probe';
import { factsOf, linkNames, type State } from '../state/state';
import { withDefaultRoutes } from './default-routes';
import { type DraftLink, finish } from './draft';
import { pictureOfIntent } from './from-intent';
import { observeEdges, observeLink } from './observed-link';
import { listed, observedNotes } from './observed-notes';
import { observeOvs } from './observed-ovs';
import type { HostPicture } from './picture';

export interface StatePictureOptions {
  /** The host's name as the user knows it. @default what the host calls itself */
  readonly host?: string;
  /** Where the controller comes in. @default the address by which the state was read */
  readonly managementAddress?: string;
  /** Speeds of NICs, where they were read. @default what Open vSwitch says */
  readonly speedsMbps?: ReadonlyMap<string, number>;
  /** What to look at beside links, routes and what the record names, such as the name servers. @default none */
  readonly asked?: readonly Resource[];
}

/** Open vSwitch's own helpers, which stand for its datapath, and the loopback: no part of any path. */
const hidden = new Set(['lo', 'ovs-system', 'ovs-netdev']);

/** What the record says the host should have: whose links are ours, and which of them are missing. */
function recorded(registry: Registry, state: State) {
  const intent = state.record?.intent;
  if (!intent) return { resources: [], links: [], edges: [] };
  const resources = resolveRefs(intent.resources, linkNames(state, matchedRefs(intent.resources)));
  const { links, edges } = pictureOfIntent(registry, { ...intent, resources });
  return { resources, links: links.filter(link => link.owned), edges };
}

/** What a host was seen to have, as a picture: foreign links as well as ours. */
export function pictureOfState(
  registry: Registry,
  state: State,
  options: StatePictureOptions = {},
): HostPicture {
  const facts = factsOf(state);
  const { claims } = facts.read(managersProbe);
  const record = recorded(registry, state);
  const owned = new Set(record.links.map(link => link.name));
  const hostLinks = facts.read(linksProbe).filter(link => !hidden.has(link.ifname));
  const present = new Set(hostLinks.map(link => link.ifname));
  const ovs = observeOvs(state, present);
  const beside = ovs.links.filter(link => !present.has(link.name));
  const all = new Set([...present, ...beside.map(link => link.name)]);
  const missing = record.links
    .filter(link => !all.has(link.name))
    .map((link): DraftLink => ({ ...link, state: 'missing', addresses: [] }));
  const lost = new Set(missing.map(link => link.name));
  const seen = hostLinks.map((link): DraftLink => {
    const drawn = observeLink(link, ovs);
    const speedMbps = options.speedsMbps?.get(link.ifname) ?? drawn.speedMbps;
    const [claim] = claimsOn(claims, link);
    return {
      ...drawn,
      ...(speedMbps !== undefined && { speedMbps }),
      ...(claim && { manager: claim.manager }),
    };
  });
  const links = [...seen, ...beside].map(link => ({ ...link, owned: owned.has(link.name) }));
  return finish({
    host: options.host ?? state.identity.hostname,
    from: 'state',
    ...(state.record && { revision: state.record.revision }),
    managementAddress: options.managementAddress ?? state.identity.localAddress,
    links: withDefaultRoutes(registry, [...links, ...missing], listed(registry, facts)),
    edges: [
      ...hostLinks.flatMap(observeEdges),
      ...ovs.edges,
      ...record.edges.filter(edge => lost.has(edge.lower) || lost.has(edge.upper)),
    ],
    notes: observedNotes(registry, facts, record.resources, options.asked ?? []),
  });
}
