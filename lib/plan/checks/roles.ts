import type { Intent, VlanRole } from '../../intent/intent';
import type { Registry, Resource } from '../../kind';
import { allBelow, linkResources } from './links';

/** The VLAN that a link is in: by a tag of its own or of a link below, or by the switch port of its NIC. */
export interface InVlan {
  readonly id: number;
  /** False where the switch port does the tagging. */
  readonly tagged: boolean;
  /** The link that tags, or the NIC. */
  readonly at: Resource;
}

export function vlanOf(
  registry: Registry,
  links: ReadonlyMap<string, Resource>,
  name: string,
): InVlan | undefined {
  const below = allBelow(registry, links, name).flatMap(link => links.get(link) ?? []);
  const traits = (resource: Resource) => registry.of(resource).traits?.(resource.props) ?? {};
  for (const at of below) {
    const { vlan } = traits(at);
    if (vlan) return { id: vlan.id, tagged: true, at };
  }
  for (const at of below) {
    const { nativeVlan } = traits(at);
    if (nativeVlan !== undefined) return { id: nativeVlan, tagged: false, at };
  }
  return undefined;
}

/** What a VLAN is for, where the description says so. */
export const roleOf = ({ settings }: Intent, vlanId: number): VlanRole | undefined =>
  settings.roles?.[vlanId];

/** Every VLAN of a role that a host is in. */
export function vlansOfRole(registry: Registry, intent: Intent, role: VlanRole): readonly InVlan[] {
  const links = linkResources(registry, intent.resources);
  const found = [...links.keys()].flatMap(name => vlanOf(registry, links, name) ?? []);
  const byPlace = new Map(found.map(one => [`${one.id} ${registry.id(one.at)}`, one]));
  return [...byPlace.values()].filter(({ id }) => roleOf(intent, id) === role);
}
