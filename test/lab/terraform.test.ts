import { rmSync } from 'node:fs';
import type { Lab, LabHost } from '../../lab';
import { build, Fleet, ran, until } from './fleet';
import { freshLab, kernelState, LAB_TIMEOUT_MS, residue } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let one: LabHost;
let two: LabHost;
let fleet: Fleet;
let before: string;

beforeAll(async () => {
  await build();
  lab = await freshLab();
  one = lab.host('kvm01');
  two = lab.host('kvm02');
  before = await kernelState(one);
  fleet = new Fleet(lab);
});

afterAll(async () => {
  await two?.resume().catch(() => {});
  fleet?.remove();
});

const links = (host: LabHost) => host.sh('ls /sys/class/net');
const ifindex = async (host: LabHost, link: string) =>
  (await host.sh(`cat /sys/class/net/${link}/ifindex`)).trim();
const revision = (name: string) =>
  fleet.state().resources.find(resource => resource.name === name)?.instances[0]?.attributes.revision;

const settled = async (options = {}) => {
  await fleet.synth(options);
  const { code, output } = await fleet.plan();
  expect(output).toContain('No changes.');
  expect(code).toBe(0);
};

describe('the life of two hosts', () => {
  test('a plan tells every change of every host before anything is touched', async () => {
    await fleet.synth();
    const { kvm01, kvm02 } = await fleet.planned();
    expect(kvm01!.changes).toEqual(
      expect.arrayContaining([
        '+ create bond bond0 (802.3ad over enp2s0, enp3s0)',
        '+ create vlan bond0.200 (id 200 on bond0)',
        '+ create bridge br300 (port bond0.300)',
        '+ create address 10.0.100.11/24 on bond0.100',
      ]),
    );
    expect(kvm02!.changes).toContain('+ create address 10.0.100.12/24 on bond0.100');
    expect(await kernelState(one)).toBe(before);
  });

  test('npx cdktf deploy makes it so, with nothing done before', async () => {
    rmSync(`${fleet.folder}/cdktf.out`, { recursive: true });
    const { code, output } = await fleet.cdktf('deploy', 'fleet', '--auto-approve');
    expect(output).toContain('Apply complete! Resources: 2 added, 0 changed, 0 destroyed.');
    expect(code).toBe(0);
    expect(await one.sh('ip -br addr show bond0.100')).toContain('10.0.100.11/24');
    expect(await two.sh('ping -c 3 -W 5 10.0.100.1')).toMatch(/[123] received/);
  });

  test('a second plan is empty', async () => {
    await settled();
  });

  test('so is cdktf deploy', async () => {
    const { code, output } = await fleet.cdktf('deploy', 'fleet', '--auto-approve');
    expect(output).toContain('No changes.');
    expect(code).toBe(0);
  });

  test('a VLAN with another number is changed in place, and nothing else', async () => {
    const bond = await ifindex(one, 'bond0');
    const storage = await ifindex(one, 'br300');
    await fleet.synth({ webVlan: 201 });
    const { kvm01 } = await fleet.planned();
    expect((kvm01!.changes as string[]).map(change => change.split(' (')[0]).sort()).toEqual([
      '+ create bridge br201',
      '+ create vlan bond0.201',
      '- remove bridge br200',
      '- remove vlan bond0.200',
    ]);
    const { code, output } = await fleet.apply();
    expect(output).toContain('Apply complete! Resources: 0 added, 2 changed, 0 destroyed.');
    expect(code).toBe(0);
    expect(await links(one)).toMatch(/br201/);
    expect(await links(one)).not.toMatch(/br200/);
    expect([await ifindex(one, 'bond0'), await ifindex(one, 'br300')]).toEqual([bond, storage]);
    await settled({ webVlan: 201 });
  });
});

describe('what a host became by hand', () => {
  test('is shown by a plan and by -refresh-only, and healed', async () => {
    await one.sh('ip link del br201; ip link set bond0.300 mtu 1500');
    const refreshed = await fleet.plan('-refresh-only');
    expect(refreshed.code).toBe(2);
    expect(refreshed.output).toContain('Objects have changed outside of Terraform');
    expect(refreshed.output).toContain('trunkline_host.kvm01 has changed');
    const { kvm01, kvm02 } = await fleet.planned();
    expect(kvm01!.changes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/br201/),
        expect.stringMatching(/mtu 1500 -> 9000 \(drift\)/),
      ]),
    );
    expect(kvm02!.changes).toEqual([]);
    expect((await fleet.apply()).output).toContain('0 added, 1 changed, 0 destroyed');
    expect(await one.sh('cat /sys/class/net/br201/mtu /sys/class/net/bond0.300/mtu')).toBe('1500\n9000\n');
    await settled({ webVlan: 201 });
  });

  test('after the plan: refused, and the host stays as it is', async () => {
    await fleet.synth({ webVlan: 202 });
    const file = `${fleet.folder}/agreed`;
    expect((await fleet.plan(`-out=${file}`)).code).toBe(2);
    await one.sh('ip link del br201');
    const seen = await kernelState(one);
    const { code, output } = await fleet.terraform('apply', file);
    expect(code).toBe(1);
    expect(output.replace(/\s+/g, ' ')).toContain('the host has changed since it was planned');
    expect(output).toContain('with trunkline_host.kvm01');
    expect(await kernelState(one)).toBe(seen);
    expect(await links(two)).toMatch(/br202/);
    expect(await fleet.apply()).toMatchObject({ code: 0 });
    await settled({ webVlan: 202 });
  });
});

describe('a state that is lost', () => {
  test('is made anew from what the hosts remember, and nothing is changed', async () => {
    const seen = await kernelState(one);
    const known = revision('kvm01');
    fleet.forgetState();
    const { kvm01, kvm02 } = await fleet.planned();
    expect([kvm01!.changes, kvm02!.changes]).toEqual([[], []]);
    expect((await fleet.apply()).output).toContain('2 added, 0 changed, 0 destroyed');
    expect(await kernelState(one)).toBe(seen);
    expect(revision('kvm01')).toBe(known);
    await settled({ webVlan: 202 });
  });

  test('or host by host, by import under the name that OpenSSH knows', async () => {
    fleet.forgetState();
    for (const name of ['kvm01', 'kvm02']) {
      const { code, output } = await fleet.terraform('import', `trunkline_host.${name}`, name);
      expect(output).toContain('Import successful!');
      expect(code).toBe(0);
    }
    const { kvm01 } = await fleet.planned();
    expect(kvm01!.changes).toEqual([]);
    expect(await fleet.apply()).toMatchObject({ code: 0 });
    await settled({ webVlan: 202 });
  });
});

describe('a host that is away', () => {
  test('keeps neither the plan nor the apply of the others', async () => {
    const impatient = Object.fromEntries(
      Object.entries(fleet.hosts).map(([name, host]) => [
        name,
        { ...host, ssh: { ...host.ssh, connectTimeoutSec: 5 } },
      ]),
    );
    await fleet.synth({ webVlan: 202, hosts: impatient });
    expect(await fleet.apply()).toMatchObject({ code: 0 });
    await two.pause();
    await fleet.synth({ webVlan: 203, hosts: impatient });
    const planned = await fleet.plan();
    expect(planned.code).toBe(2);
    expect(planned.output).toContain('Plan: 0 to add, 2 to change, 0 to destroy.');
    expect(planned.output.replace(/\s+/g, ' ')).toContain('its last known state is shown');
    const { code, output } = await fleet.apply();
    expect(code).toBe(1);
    expect(output).toContain('trunkline_host.kvm01: Modifications complete');
    expect(output).toContain('with trunkline_host.kvm02');
    expect(await links(one)).toMatch(/br203/);
    await two.resume();
    expect(await links(two)).toMatch(/br202/);
    expect((await fleet.apply()).output).toContain('0 added, 1 changed, 0 destroyed');
    await fleet.synth({ webVlan: 203 });
    expect((await fleet.apply()).output).toContain('0 added, 2 changed, 0 destroyed');
    await settled({ webVlan: 203 });
  });
});

/** Until then a transaction waits for its confirmation: the probe takes its time. */
const slowly = (webVlan: number) =>
  fleet.synth({ webVlan, props: { confirmTimeoutSec: 40, probes: ['sleep 25'] } });
const isThere = (link: string) => async () => (await one.exec(`test -e /sys/class/net/${link}`)).code === 0;
const isFinal = async () => (await one.exec('test -e /run/trunkline/transaction')).code !== 0;

describe('terraform ends in the middle of an apply', () => {
  test('killed: the host goes back by itself, and the next apply makes it so', async () => {
    await slowly(204);
    const terraform = fleet.startTerraform('apply', '-auto-approve', '-target=trunkline_host.kvm01');
    const ended = ran(terraform);
    await until(isThere('br204'));
    terraform.kill('SIGKILL');
    await ended;
    await until(isThere('br203'));
    await until(isFinal);
    expect(await links(one)).not.toMatch(/br204/);
    await settled({ webVlan: 203 });
  });

  test('interrupted once: it is taken back, told, and nothing is left half', async () => {
    const seen = await kernelState(one);
    await slowly(205);
    const terraform = fleet.startTerraform('apply', '-auto-approve', '-target=trunkline_host.kvm01');
    const ended = ran(terraform);
    await until(isThere('br205'));
    terraform.kill('SIGINT');
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output.replace(/\s+/g, ' ')).toContain(
      'it was interrupted; the host was taken back to what it was',
    );
    expect(await kernelState(one)).toBe(seen);
    await settled({ webVlan: 203 });
  });
});

test('a check that forbids names the construct', async () => {
  await fleet.synth({ webVlan: 203, props: { uplinks: ['enp2s0', 'enp9s0'] } });
  const { code, output } = await fleet.plan();
  expect(code).toBe(1);
  expect(output).toMatch(/Error: TL\d{3}: .*enp9s0/);
  expect(output).toContain('Construct: fleet/kvm01/');
});

test('destroy tells what it will do, and gives back what was there', async () => {
  await fleet.synth({ webVlan: 203 });
  const planned = await fleet.terraform('plan', '-destroy');
  expect(planned.output.replace(/\s+/g, ' ')).toMatch(/kvm01 is given back as it was: \d+ changes/);
  expect(planned.output).toContain('- remove bridge br203');
  const { code, output } = await fleet.terraform('destroy', '-auto-approve');
  expect(output).toContain('Destroy complete! Resources: 2 destroyed.');
  expect(code).toBe(0);
  expect(await kernelState(one)).toBe(before);
  expect(await residue(one)).toBe('');
});
