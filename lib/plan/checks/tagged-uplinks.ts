import type { Registry, Resource, Traits } from '../../kind';
import type { IntentView } from './check';
import { allBelow, linkResources } from './links';

/** VLANs whose tagged frames leave by a link, and what a person said of the switch port there. */
export interface TaggedUplink {
  /** Construct path of the VLAN, or of the port that sends them. */
  readonly path?: string;
  /** In order. */
  readonly vlanIds: readonly number[];
  readonly link: string;
  readonly port: Pick<Traits, 'nativeVlan' | 'carries'>;
}

/** A trunk that has nearly all VLANs is for whichever the switch brings. */
const MOST = 4000;

/** Whether a frame passes it with the tag that it has: what is below a VLAN or a tunnel never sees that. */
const keepsTags =
  (registry: Registry) =>
  (resource: Resource): boolean => {
    const kind = registry.of(resource);
    return !kind.traits?.(resource.props).vlan && !kind.link?.(resource.props)?.overhead;
  };

/** Every tag of a description with every described link that its frames leave by. */
export function taggedUplinks({ registry, intent }: IntentView): TaggedUplink[] {
  const links = linkResources(registry, intent.resources);
  return intent.resources.flatMap(resource => {
    const { vlan, tags } = registry.of(resource).traits?.(resource.props) ?? {};
    const sent = vlan ? { link: vlan.link, ids: [vlan.id] } : tags;
    if (!sent || sent.ids.length >= MOST) return [];
    return allBelow(registry, links, sent.link, keepsTags(registry)).flatMap(link => {
      const below = links.get(link);
      const port = below && registry.of(below).traits?.(below.props);
      return port ? [{ path: resource.path, vlanIds: sent.ids, link, port }] : [];
    });
  });
}
