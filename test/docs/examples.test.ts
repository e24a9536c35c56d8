import { complaints, examples, MARK, run } from './examples';
import { fences, pages } from './pages';

const all = examples();
/** Examples of what is refused at once, which pages show with the refusal. */
const refused = new Set(
  pages()
    .flatMap(fences)
    .flatMap(({ output }) => /^refusal (\S+)$/.exec(output ?? '')?.[1] ?? []),
);

test('every block of TypeScript is an example', () => {
  const unmarked = pages()
    .flatMap(fences)
    .filter(({ language, body }) => language === 'ts' && !MARK.test(body));
  expect(unmarked.map(({ page, body }) => `${page}: ${body.split('\n')[0]}`)).toEqual([]);
});

test('every example has a name of its own', () => {
  const names = all.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('examples compile, all in one program', () => {
  expect(complaints(all)).toEqual([]);
}, 120_000);

const running = all.filter(({ name }) => !refused.has(name));

test.each(running.map(({ name, page }) => [name, page]))('%s of %s runs', name => {
  const { hosts } = run(name, all, { synth: true });
  for (const host of hosts) expect(host.intent().resources.length).toBeGreaterThan(0);
});
