/** Writes what the documentation shows of the product anew: `npx tsx test/docs/write.ts`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from './examples';
import { images, written } from './outputs';
import { pages, rewritten, root } from './pages';
import { table } from './tables';

const all = examples();
for (const page of pages()) {
  const text = rewritten(page, { output: name => written(name, all), table });
  if (text === page.text) continue;
  writeFileSync(join(root, page.path), text);
  process.stdout.write(`${page.path}\n`);
}
for (const [path, text] of Object.entries(images(all))) writeFileSync(join(root, path), text);
