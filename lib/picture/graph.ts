import { flowOf } from './forest';
import { gather } from './gather';
import { columns, type HostPicture, type PictureEdge, type PictureLink } from './picture';
import { plain } from './text';
import { addressText, defaultRouteText, tagTexts, whatIs } from './words';

/** A host for tools that place boxes themselves. Ids are numbers, so that no name can be taken for syntax. */
export interface Graph {
  readonly id: string;
  readonly title: string;
  readonly columns: readonly (readonly GraphBox[])[];
  readonly lines: readonly { readonly from: string; readonly to: string; readonly edge: PictureEdge }[];
}

export interface GraphBox {
  readonly id: string;
  readonly link: PictureLink;
  /** Name first, then what it is, then addresses and the like. */
  readonly labels: readonly string[];
}

function labelsOf(link: PictureLink): string[] {
  const what = [whatIs(link), ...(link.state === undefined || link.state === 'up' ? [] : [link.state])];
  const mtu = link.mtu === undefined || link.mtu === 1500 ? [] : [`MTU ${link.mtu}`];
  const route = defaultRouteText(link.defaultRoutes);
  return [
    plain(link.name),
    [...what, ...tagTexts(link), ...mtu].join(', '),
    ...link.addresses.map(addressText),
    ...(route === undefined ? [] : [route]),
  ];
}

export function graphOf(picture: HostPicture, index: number): Graph {
  const id = `h${index}`;
  const boxes = picture.links.map((link, at) => ({ id: `${id}n${at}`, link, labels: labelsOf(link) }));
  const byName = new Map(boxes.map(box => [box.link.name, box]));
  const byColumn = gather(boxes, box => box.link.column);
  const isGuest = (name: string) => byName.get(name)?.link.column === 'guest';
  return {
    id,
    title: plain(picture.host),
    columns: columns.map(column => byColumn.get(column) ?? []).filter(column => column.length > 0),
    lines: picture.edges.map(edge => {
      const { from, to } = flowOf(edge, isGuest);
      return { from: byName.get(from)!.id, to: byName.get(to)!.id, edge };
    }),
  };
}
