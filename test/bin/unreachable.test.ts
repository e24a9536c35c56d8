import { CLOSED, useProject } from './cli';

const project = useProject();

test.each(['plan', 'verify', 'show'])(
  '%s: a host that is not reached fails by itself, exit code 4',
  async command => {
    const { code, out, err } = await project().host('kvm01').run([command]);
    expect(code).toBe(4);
    expect(out + err).toContain("cannot connect to host '127.0.0.1'");
  },
);

test('apply takes the others, and says which it did not reach', async () => {
  const { code, out } = await project().host('kvm01').host('kvm02').run(['apply', '--yes']);
  expect(code).toBe(4);
  expect(out).toMatch(/^kvm01 +unreachable +- +\d/m);
  expect(out).toMatch(/^kvm02 +unreachable +- +\d/m);
});

test.each([
  ['revert', 'kvm01', '--yes'],
  ['destroy', '--yes'],
  ['destroy', '--yes', '--unless-newer'],
])('%s %s', async (...args) => {
  expect((await project().host('kvm01').run(args)).code).toBe(4);
});

test('the error is in the document', async () => {
  const { code, out } = await project().host('kvm01').run(['plan', '--json']);
  expect(code).toBe(4);
  expect(JSON.parse(out)).toMatchObject({
    summary: { hosts: 1, states: { unreachable: 1 } },
    hosts: [{ host: 'kvm01', status: 'unreachable', error: { name: 'TransportError', retryable: true } }],
  });
});

test('an address needs no project', async () => {
  const { code, err } = await project().run(['show', `ssh://root@${CLOSED.host}:${CLOSED.port}`]);
  expect(code).toBe(4);
  expect(err).toContain("cannot connect to host '127.0.0.1'");
});

test('what needs a description refuses an address', async () => {
  const { code, err } = await project().run(['plan', 'ssh://root@127.0.0.1']);
  expect(code).toBe(1);
  expect(err).toContain('an address says nothing of what the host should be');
});
