import { documentOf, useProject } from './cli';

const project = useProject();

test.each(['apply', 'destroy'])('%s asks, and where nobody can be asked says so', async command => {
  const { code, err } = await project().host('kvm01').run([command]);
  expect(code).toBe(1);
  expect(err).toContain('there is no terminal to ask on; add --yes when you have seen the plan');
});

test('revert as well', async () => {
  const { code, err } = await project().host('kvm01').run(['revert', 'kvm01']);
  expect(code).toBe(1);
  expect(err).toContain('there is no terminal to ask on');
});

test('with --json nobody is asked, though there is a terminal', async () => {
  const { code, out } = await project().host('kvm01').run(['apply', '--json'], { answer: 'yes' });
  expect(code).toBe(1);
  expect(JSON.parse(out).error.code).toBe('no-terminal');
});

test('the document of a host from the environment, as Terraform gives it', async () => {
  const env = { TRUNKLINE_DOCUMENT: documentOf('kvm07') };
  const { code, out } = await project().run(['apply', '--document-from-environment', '--yes'], { env });
  expect(code).toBe(4);
  expect(out).toMatch(/^kvm07 +unreachable/m);
});

test('without that variable it says so', async () => {
  const { code, err } = await project().run(['apply', '--document-from-environment', '--yes']);
  expect(code).toBe(1);
  expect(err).toContain('$TRUNKLINE_DOCUMENT is not set');
});
