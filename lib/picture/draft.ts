import { managementPath } from './management-path';
import { natural } from './natural';
import { columns, type HostPicture, type PictureEdge, type PictureLink } from './picture';

export type DraftLink = Omit<PictureLink, 'onManagementPath'>;
export type DraftEdge = Omit<PictureEdge, 'onManagementPath'>;

/** A picture before it is put in order. */
export interface Draft extends Omit<HostPicture, 'links' | 'edges'> {
  readonly links: readonly DraftLink[];
  readonly edges: readonly DraftEdge[];
}

/** Edges that join two links of the picture, each once. */
function soundEdges({ links, edges }: Draft): DraftEdge[] {
  const names = new Set(links.map(link => link.name));
  const seen = new Set<string>();
  return edges.filter(({ lower, upper }) => {
    const key = JSON.stringify([lower, upper]);
    if (lower === upper || !names.has(lower) || !names.has(upper) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Links by name, each once: what a host says twice it says the first time. */
const soundLinks = ({ links }: Draft): DraftLink[] => [
  ...new Map([...links].reverse().map(link => [link.name, link])).values(),
];

/** Puts links, edges and notes in an order that depends on nothing but them, and marks the management path. */
export function finish(draft: Draft): HostPicture {
  const edges = soundEdges(draft);
  const path = managementPath(draft.links, edges, draft.managementAddress);
  const links = soundLinks(draft)
    .map(link => ({ ...link, onManagementPath: path.has(link.name) }))
    .sort((a, b) => columns.indexOf(a.column) - columns.indexOf(b.column) || natural(a.name, b.name));
  const place = new Map(links.map((link, index) => [link.name, index]));
  const at = (name: string): number => place.get(name) ?? 0;
  return {
    ...draft,
    links,
    edges: edges
      .map(edge => ({ ...edge, onManagementPath: path.has(edge.lower) && path.has(edge.upper) }))
      .sort((a, b) => at(a.lower) - at(b.lower) || at(a.upper) - at(b.upper)),
    notes: [...draft.notes].sort((a, b) => natural(a.kind, b.kind) || natural(a.text, b.text)),
  };
}
