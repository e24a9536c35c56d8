import type { Lab, LabHost } from '../../lab';
import { build, Fleet } from './fleet';
import { freshLab, kernelState, LAB_TIMEOUT_MS, residue } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

/** deployWith: 'terraform-data': Terraform runs the command line, and has no provider of ours. */
const props = { deployWith: 'terraform-data' } as const;

let lab: Lab;
let host: LabHost;
let fleet: Fleet;
let before: string;

beforeAll(async () => {
  await build();
  lab = await freshLab();
  host = lab.host('kvm01');
  before = await kernelState(host);
  fleet = new Fleet(lab, ['kvm01']);
});
afterAll(() => fleet?.remove());

const links = () => host.sh('ls /sys/class/net');
const ifindexes = () =>
  host.sh('cd /sys/class/net && cat bond0/ifindex bond0.100/ifindex bond0.300/ifindex br300/ifindex');

test('creating applies, and tells what was done', async () => {
  await fleet.synth({ props });
  const { code, output } = await fleet.apply();
  expect(output).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
  expect(output).toContain('terraform_data.kvm01 (local-exec): kvm01');
  expect(output).toMatch(/create vlan bond0\.200/);
  expect(code).toBe(0);
  expect(await links()).toMatch(/br200/);
  expect(await fleet.plan()).toMatchObject({ code: 0 });
});

test('a change is applied in place, though Terraform replaces: nothing is torn down before', async () => {
  const seen = await ifindexes();
  // Links that go are told of by the kernel, also those that come back.
  await host.sh('ip monitor link > /tmp/links 2>&1 & echo $! > /tmp/links.pid');
  await fleet.synth({ props, webVlan: 201 });
  const planned = await fleet.plan();
  expect(planned.output).toContain('terraform_data.kvm01 must be replaced');
  expect(planned.output).toContain('Plan: 1 to add, 0 to change, 1 to destroy.');
  const { code, output } = await fleet.apply();
  expect(output).toContain('Resources: 1 added, 0 changed, 1 destroyed.');
  expect(code).toBe(0);
  const gone = await host.sh(
    'kill $(cat /tmp/links.pid); grep -oE "Deleted [0-9]+: [^:@]+" /tmp/links; rm /tmp/links*',
  );
  const names = [...gone.matchAll(/Deleted \d+: (\S+)/g)].map(([, name]) => name);
  expect([...new Set(names)].sort()).toEqual(['bond0.200', 'br200']);
  expect(await ifindexes()).toBe(seen);
  expect(await links()).toMatch(/br201/);
});

test('how the host is reached may change without any work on the host', async () => {
  const hosts = Object.fromEntries(
    Object.entries(fleet.hosts).map(([name, one]) => [
      name,
      { ...one, ssh: { ...one.ssh, keepaliveSec: 6 } },
    ]),
  );
  const seen = await kernelState(host);
  await fleet.synth({ props, webVlan: 201, hosts });
  const { code, output } = await fleet.apply();
  expect(output).toContain('Resources: 1 added, 1 changed, 1 destroyed.');
  expect(code).toBe(0);
  expect(await kernelState(host)).toBe(seen);
});

test('a change that the host takes back fails, and the next one is applied', async () => {
  const seen = await kernelState(host);
  await fleet.synth({ props: { ...props, probes: ['false'] }, webVlan: 202 });
  const failed = await fleet.apply();
  expect(failed.code).toBe(1);
  expect(failed.output.replace(/\s+/g, ' ')).toContain("'false' ended with exit code 1");
  expect(await kernelState(host)).toBe(seen);
  await fleet.synth({ props, webVlan: 203 });
  expect(await fleet.apply()).toMatchObject({ code: 0 });
  expect(await links()).toMatch(/br203/);
});

test('destroying gives back what was there, also after a change that failed', async () => {
  await fleet.synth({ props: { ...props, probes: ['false'] }, webVlan: 204 });
  expect(await fleet.apply()).toMatchObject({ code: 1 });
  const { code, output } = await fleet.terraform('destroy', '-auto-approve');
  expect(output).toContain('Destroy complete!');
  expect(code).toBe(0);
  expect(await kernelState(host)).toBe(before);
  expect(await residue(host)).toBe('');
});
