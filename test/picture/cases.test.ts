import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type HostPicture, renderDot, renderMermaid, renderTable, renderTree } from '../../lib/picture';
import { casesDir, pictureOf } from './samples';

/** What a case may hold beside its input, and what makes it. */
const renderers: Readonly<Record<string, (picture: HostPicture) => string>> = {
  'tree.txt': picture => renderTree(picture),
  'table.md': picture => renderTable(picture),
  'table.html': picture => renderTable(picture, { format: 'html' }),
  'graph.mmd': picture => renderMermaid([picture]),
  'graph.dot': picture => renderDot([picture]),
};

describe.each(readdirSync(casesDir))('%s', name => {
  const wanted = Object.keys(renderers).filter(file => existsSync(join(casesDir, name, file)));

  it.each(wanted)('%s', file => {
    expect(renderers[file]!(pictureOf(name))).toBe(readFileSync(join(casesDir, name, file), 'utf8'));
  });
});
