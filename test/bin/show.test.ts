import { useProject } from './cli';

const project = useProject();

test('what was synthesised, without any host', async () => {
  const { code, out } = await project().host('kvm01').run(['show', 'kvm01', '--intent']);
  expect(code).toBe(0);
  for (const name of ['kvm01', 'enp2s0', 'bond0', 'bond0.200']) expect(out).toContain(name);
});

test.each([
  ['table', '| bond0 |'],
  ['mermaid', 'flowchart LR'],
  ['dot', 'graph trunkline {'],
])('as %s', async (format, said) => {
  const { code, out } = await project()
    .host('kvm01')
    .host('kvm02')
    .run(['show', '--intent', '--format', format]);
  expect(code).toBe(0);
  expect(out).toContain(said);
  expect(out).toContain('kvm02');
});

test('as a picture of all hosts', async () => {
  const { code, out, err } = await project()
    .host('kvm01')
    .host('kvm02')
    .run(['show', '--intent', '--svg', 'a.svg']);
  expect(code).toBe(0);
  expect(out).toBe('');
  expect(err).toBe('wrote a.svg\n');
  expect(project().read('a.svg')).toMatch(/^<svg [^>]*>.*kvm02.*<\/svg>\n?$/s);
});

test('as JSON', async () => {
  const { out } = await project().host('kvm01').run(['show', '--intent', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    summary: { hosts: 1 },
    hosts: [{ host: 'kvm01', intent: { host: 'kvm01' } }],
  });
});

test('a format that there is not', async () => {
  const { code, err } = await project().host('kvm01').run(['show', '--format', 'png']);
  expect(code).toBe(1);
  expect(err).toContain('tree, table, mermaid, dot');
});
