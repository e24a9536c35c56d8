import type { Registry, Resource, Traits } from '../../kind';
import type { IntentView } from './check';
import { linkResources, linksBelow } from './links';

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

/** The links by which a frame leaves with the tag that it has: what is below a VLAN or a tunnel never sees it. */
function leavingBy(registry: Registry, links: ReadonlyMap<string, Resource>, name: string): string[] {
  const seen = new Set<string>();
  const visit = (at: string): void => {
    if (seen.has(at)) return;
    seen.add(at);
    const resource = links.get(at);
    if (!resource) return;
    const kind = registry.of(resource);
    if (kind.traits?.(resource.props).vlan || kind.link?.(resource.props)?.overhead) return;
    for (const below of linksBelow(registry, resource)) visit(below);
  };
  visit(name);
  return [...seen];
}

/** Every tag of a description with every described link that its frames leave by. */
export function taggedUplinks({ registry, intent }: IntentView): TaggedUplink[] {
  const links = linkResources(registry, intent.resources);
  return intent.resources.flatMap(resource => {
    const { vlan, tags } = registry.of(resource).traits?.(resource.props) ?? {};
    const sent = vlan ? { link: vlan.link, ids: [vlan.id] } : tags;
    if (!sent || sent.ids.length >= MOST) return [];
    return leavingBy(registry, links, sent.link).flatMap(link => {
      const below = links.get(link);
      const port = below && registry.of(below).traits?.(below.props);
      return port ? [{ path: resource.path, vlanIds: sent.ids, link, port }] : [];
    });
  });
}
