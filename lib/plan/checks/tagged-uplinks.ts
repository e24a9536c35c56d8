import type { Traits } from '../../kind';
import type { IntentView } from './check';
import { allBelow, linkResources } from './links';

/** A VLAN over a link below it, and what a person said of the switch port there. */
export interface TaggedUplink {
  /** Construct path of the VLAN. */
  readonly path?: string;
  readonly vlanId: number;
  readonly link: string;
  readonly port: Pick<Traits, 'nativeVlan' | 'carries'>;
}

/** Every VLAN of a description with every described link that its frames leave by. */
export function taggedUplinks({ registry, intent }: IntentView): TaggedUplink[] {
  const links = linkResources(registry, intent.resources);
  return intent.resources.flatMap(resource => {
    const vlan = registry.of(resource).traits?.(resource.props).vlan;
    if (!vlan) return [];
    return allBelow(registry, links, vlan.link).flatMap(link => {
      const below = links.get(link);
      const port = below && registry.of(below).traits?.(below.props);
      return port ? [{ path: resource.path, vlanId: vlan.id, link, port }] : [];
    });
  });
}
