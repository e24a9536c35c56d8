import type { Intent } from '../intent/intent';
import type { Registry, Resource } from '../kind';
import { withDefaultRoutes } from './default-routes';
import { type DraftEdge, type DraftLink, finish } from './draft';
import { isNote, jointOf, noteText } from './notes';
import type { HostPicture } from './picture';
import { factsOfLink, factsOfPort } from './properties';

export interface IntentPictureOptions {
  /** Where the controller comes in. @default what the intent's settings say */
  readonly managementAddress?: string;
}

const undescribed = (name: string): DraftLink => ({
  name,
  column: 'nic',
  owned: false,
  kind: 'NIC',
  addresses: [],
  defaultRoutes: [],
});

/** Every link that is declared, and those that are only named. */
function linksOf(registry: Registry, resources: readonly Resource[]): Map<string, DraftLink> {
  const links = new Map<string, DraftLink>();
  for (const resource of resources) {
    const kind = registry.of(resource);
    const shape = kind.link?.(resource.props);
    if (!shape) continue;
    const { vlan, mac, breaksLoops } = kind.traits?.(resource.props) ?? {};
    links.set(shape.name, {
      ...undescribed(shape.name),
      column: kind.column ?? 'nic',
      owned: true,
      kind: kind.adopted ? 'NIC' : kind.name,
      ...(breaksLoops && { mode: 'STP' }),
      ...(vlan && { vlanId: vlan.id }),
      ...(shape.mtu !== undefined && { mtu: shape.mtu }),
      ...(mac !== undefined && { mac }),
      ...factsOfLink(resource.props),
    });
  }
  for (const token of resources.flatMap(resource => registry.requires(resource))) {
    const name = token.startsWith('link:') ? token.slice(5) : undefined;
    if (name !== undefined && name !== 'lo' && !links.has(name)) links.set(name, undescribed(name));
  }
  return links;
}

/** Names of links by whatever they can be required as. */
function providers(
  registry: Registry,
  resources: readonly Resource[],
  links: ReadonlyMap<string, DraftLink>,
) {
  const found = new Map([...links.keys()].map(name => [`link:${name}`, name]));
  for (const resource of resources) {
    const name = registry.of(resource).link?.(resource.props)?.name;
    if (name !== undefined) found.set(registry.id(resource), name);
  }
  return found;
}

/** What an intent asks for, as a picture. It knows kinds by their tables only. */
export function pictureOfIntent(
  registry: Registry,
  intent: Intent,
  options: IntentPictureOptions = {},
): HostPicture {
  const { resources, settings, host } = intent;
  const links = linksOf(registry, resources);
  const byToken = providers(registry, resources, links);
  const edges: DraftEdge[] = [];
  const portOf = (lower: string, token: string) => {
    const upper = byToken.get(token);
    if (upper !== undefined) edges.push({ lower, upper, relation: 'port of' });
  };
  for (const resource of resources) {
    const kind = registry.of(resource);
    const { props } = resource;
    const shape = kind.link?.(props);
    const joint = jointOf(registry, resource);
    const { address, leases } = kind.traits?.(props) ?? {};
    const text = leases ? `DHCPv${leases.family}` : address;
    const holder = links.get(joint?.port ?? leases?.link ?? kind.on?.(props) ?? '');
    if (shape) {
      const { name, lower } = shape;
      if (lower !== undefined) edges.push({ lower, upper: name, relation: 'stands on' });
      for (const port of kind.ports?.(props) ?? []) portOf(port, `link:${name}`);
      for (const token of kind.requires?.(props) ?? []) portOf(name, token);
    } else if (joint && holder) {
      portOf(joint.port, joint.controller);
      links.set(holder.name, { ...holder, ...factsOfPort(props) });
    } else if (text !== undefined && holder)
      links.set(holder.name, { ...holder, addresses: [...holder.addresses, { text }] });
  }
  return finish({
    host,
    from: 'intent',
    managementAddress: options.managementAddress ?? settings.managementAddress,
    links: withDefaultRoutes(registry, [...links.values()], resources),
    edges,
    notes: resources
      .filter(resource => isNote(registry, resource))
      .map(resource => ({ kind: resource.kind, text: noteText(registry, resource), owned: true })),
  });
}
