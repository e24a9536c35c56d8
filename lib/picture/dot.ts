import { type Graph, type GraphBox, graphOf } from './graph';
import type { HostPicture } from './picture';

// In a label Graphviz reads backslashes and, as HTML does, entities.
const quoted = (lines: readonly string[]): string =>
  `"${lines.map(line => line.replaceAll('&', '&amp;').replace(/[\\"]/g, '\\$&')).join('\\n')}"`;

function boxLine({ id, link, labels }: GraphBox): string {
  const marks = [
    ...(link.owned ? [] : ['style=dashed']),
    ...(link.onManagementPath ? ['penwidth=2.5', 'color="#0969da"'] : []),
  ];
  return `${id} [${[`label=${quoted(labels)}`, ...marks].join(', ')}];`;
}

const clusterLines = ({ id, title, columns, lines }: Graph): string[] => [
  `  subgraph cluster_${id} {`,
  `    label=${quoted([title])};`,
  ...columns.flatMap(column => ['    { rank=same;', ...column.map(box => `      ${boxLine(box)}`), '    }']),
  ...lines.map(({ from, to, edge }) => {
    const marks = edge.onManagementPath ? ' [penwidth=2.5, color="#0969da"]' : '';
    return `    ${from} -- ${to}${marks};`;
  }),
  '  }',
];

/** Text for Graphviz, from the wire at the left to the guests at the right. */
export const renderDot = (pictures: readonly HostPicture[]): string =>
  `${[
    'graph trunkline {',
    '  rankdir=LR;',
    '  node [shape=box, fontname="monospace", fontsize=10, margin="0.12,0.06"];',
    '  graph [fontname="sans-serif", labeljust=l, color="#d0d7de"];',
    ...pictures.map(graphOf).flatMap(clusterLines),
    '}',
  ].join('\n')}\n`;
