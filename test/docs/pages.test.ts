import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import * as trunkline from '../../constructs';
import { kinds } from '../../constructs';
import { fleetChecks, intentChecks, planChecks } from '../../lib/plan/checks';
import { deadLinks, pages, root } from './pages';
import { sources } from './tables';

const all = pages();
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');
const namesIn = (folder: string): string[] =>
  readdirSync(join(root, folder)).map(name => name.replace(/\.md$/, ''));

test.each(all.map(page => [page.path, page] as const))('links of %s lead somewhere', (_, page) => {
  expect(deadLinks(page)).toEqual([]);
});

test('docs/index.md leads to every page, at most by way of another index', () => {
  const reached = new Set<string>(['README.md', 'docs/index.md']);
  for (const path of reached) {
    const targets = [...textOf(path).matchAll(/\]\(([^)#\s]+\.md)/g)].map(([, target]) => target!);
    for (const target of targets) if (/index\.md$/.test(path)) reached.add(join(path, '..', target));
  }
  expect(all.map(({ path }) => path).filter(path => !reached.has(path))).toEqual([]);
});

test('pages name no folder of a machine', () => {
  const words = /\/(?:work|home\/\w+|tmp\/bash_jobs)\b|\.\.\/shared/;
  expect(all.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([]);
});

describe('checks', () => {
  const checks = [...intentChecks, ...planChecks, ...fleetChecks];
  const folders = ['lib', 'constructs', 'bin', 'provider'];
  const code = folders
    .flatMap(folder =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(name => join(folder, name)),
    )
    .filter(path => path.endsWith('.ts'))
    .map(textOf)
    .join('\n');
  const codes = [...new Set(code.match(/\bTL\d{3}\b/g))].sort();

  test('every code has a page, and every page a code', () => {
    expect(
      namesIn('docs/checks')
        .filter(name => name !== 'index')
        .sort(),
    ).toEqual(codes);
  });

  test.each(checks.map(({ code, title, severity }) => [code, title, severity]))(
    'the page of %s has the title and the severity of the check',
    (code, title, severity) => {
      const text = textOf(`docs/checks/${code}.md`);
      expect(text.split('\n')[0]).toBe(`# ${code}: ${title}`);
      expect(text).toMatch(new RegExp(`^\\*\\*${severity}\\*\\*`, 'im'));
    },
  );

  test.each(codes)('the page of %s teaches', code => {
    const text = textOf(`docs/checks/${code}.md`);
    for (const heading of ['## Why it matters', '## How to fix it', '## How to suppress it', '## An example'])
      expect(text).toContain(`\n${heading}\n`);
    expect(text).toMatch(/<!-- output: (findings|refusal) /);
    expect(textOf('docs/checks/index.md')).toContain(`(${code}.md)`);
  });

  test.each(codes)('the example of %s meets it', code => {
    const [, shown] = /<!-- output: (?:findings|refusal) .*-->\n```\w*\n([\s\S]*?)```/.exec(
      textOf(`docs/checks/${code}.md`),
    )!;
    expect(shown).toContain(code);
  });
});

describe('constructs', () => {
  const abstract = ['LinkConstruct', 'ResourceConstruct'];
  const exported = Object.entries(trunkline)
    .filter(
      ([name, value]) =>
        typeof value === 'function' && (value.prototype instanceof Construct || name === 'VlanPlan'),
    )
    .map(([name]) => name)
    .filter(name => !abstract.includes(name));
  const headings = namesIn('docs/constructs')
    .map(name => textOf(`docs/constructs/${name}.md`))
    .join('\n');

  test.each(exported)('%s has a page with its properties', name => {
    expect(headings).toMatch(new RegExp(`^##? ${name}$`, 'm'));
    expect(headings).toContain(`<!-- table: ${name} -->`);
    expect(sources).toHaveProperty(name);
  });

  test.each(exported)('%s is in the index', name => {
    expect(textOf('docs/constructs/index.md')).toContain(`[${name}](`);
  });
});

test('every kind is told of', () => {
  const text = textOf('docs/constructs/index.md');
  expect(kinds.all.map(({ name }) => name).filter(name => !text.includes(`\`${name}\``))).toEqual([]);
});

test('every field of a kind is explained', () => {
  const source = textOf('lib/kind.ts');
  const body = /export interface Kind<[\s\S]*?^}/m.exec(source)![0];
  const fields = [...body.matchAll(/^ {2}(?:readonly )?(\w+)\??[:(]/gm)].map(([, name]) => name!);
  const text = textOf('docs/adding-a-kind.md');
  expect(fields.length).toBeGreaterThan(20);
  expect(fields.filter(name => !text.includes(`| \`${name}\``))).toEqual([]);
});
