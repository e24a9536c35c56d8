import { ValidationError } from '../errors';
import { graphOf } from './graph';
import type { HostPicture } from './picture';

/** `maxEdges` of mermaid, which a page may raise and GitHub and GitLab do not. */
export const MERMAID_MAX_EDGES = 500;

// Entities in mermaid's own spelling. `%%{` begins a directive wherever it stands, a backtick markdown in a label.
const text = (label: string): string => label.replace(/[#&"<>`%{}\\]/g, sign => `#${sign.codePointAt(0)};`);

/** A flowchart for markdown. Throws ValidationError when it has more edges than mermaid draws. */
export function renderMermaid(pictures: readonly HostPicture[]): string {
  const edges = pictures.reduce((sum, picture) => sum + picture.edges.length, 0);
  if (edges > MERMAID_MAX_EDGES)
    throw new ValidationError({
      doing: 'draw with mermaid',
      ...(pictures.length === 1 && { host: pictures[0]!.host }),
      found: `${edges} edges, and mermaid draws ${MERMAID_MAX_EDGES}`,
      remedy: pictures.length === 1 ? 'use svg or dot' : 'draw fewer hosts, or use svg or dot',
    });
  const graphs = pictures.map(graphOf);
  const boxes = graphs.flatMap(graph => graph.columns.flat());
  const marked = (name: string, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : [`  class ${ids.join(',')} ${name}`];
  const lines = graphs.flatMap(graph => [
    `  subgraph ${graph.id}["${text(graph.title)}"]`,
    '    direction LR',
    ...graph.columns.flat().map(box => `    ${box.id}["${box.labels.map(text).join('<br/>')}"]`),
    ...graph.lines.map(({ from, to, edge }) => `    ${from} ${edge.onManagementPath ? '===' : '---'} ${to}`),
    '  end',
  ]);
  return `${[
    'flowchart LR',
    ...lines,
    '  classDef foreign stroke-dasharray:5 4',
    '  classDef management stroke-width:3px',
    ...marked(
      'foreign',
      boxes.filter(box => !box.link.owned).map(box => box.id),
    ),
    ...marked(
      'management',
      boxes.filter(box => box.link.onManagementPath).map(box => box.id),
    ),
  ].join('\n')}\n`;
}
