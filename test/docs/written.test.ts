import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from './examples';
import { images, written } from './outputs';
import { pages, rewritten, root } from './pages';
import { table } from './tables';

/** All of it is written by `npx tsx test/docs/write.ts`. */
const all = examples();

test.each(pages().map(page => [page.path, page] as const))('%s shows what the product says', (_, page) => {
  expect(page.text).toBe(rewritten(page, { output: name => written(name, all), table }));
});

test.each(Object.keys(images(all)))('%s is as it is drawn', path => {
  const file = join(root, path);
  expect(existsSync(file) && readFileSync(file, 'utf8')).toBe(images(all)[path]);
});
