import { RootConstruct } from 'constructs';
import { AccessBridge, Host, Link, OvsBridge, type SshProps, TrunkedHost } from '../../constructs';
import { kinds } from '../../constructs/kinds';
import type { Lab, LabHost } from '../../lab';
import type { ApplyOptions } from '../../lib/apply/apply';
import type { Intent } from '../../lib/intent/intent';
import { deployScript } from '../../lib/script/scripts';
import { expectSound, nothingLeft, snapshot } from './invariants';
import {
  changes,
  deploy,
  freshLab,
  LAB_TIMEOUT_MS,
  managementTarget,
  nothing,
  plan,
  plugIn,
  residue,
  target,
  unplug,
} from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let one: LabHost;
let two: LabHost;
let before: string[];

beforeAll(async () => {
  lab = await freshLab();
  one = lab.host('kvm01');
  two = lab.host('kvm02');
  before = [await snapshot(one), await snapshot(two)];
});

const both = <T>(work: (host: LabHost) => Promise<T>): Promise<T[]> => Promise.all([work(one), work(two)]);

const ping = async (host: LabHost, bridge: string, to: string): Promise<string> =>
  (await host.exec(`ip netns exec vm-${bridge} ping -c 4 -W 4 ${to}`)).stdout;

async function destroy(): Promise<void> {
  await both(host => deploy(host, nothing(host)));
  await expectSound(one, before[0]!, nothing(one));
  await expectSound(two, before[1]!, nothing(two));
  expect(await both(residue)).toEqual(['', '']);
}

describe('the management address on a bridge, so that guests can be in that VLAN', () => {
  const described = (host: LabHost): Intent =>
    new TrunkedHost(new RootConstruct(), host.name, {
      ssh: target(host) as SshProps,
      plan,
      uplinks: ['enp2s0', 'enp3s0'],
      management: { vlan: 'management', address: `${host.managementAddress}/24`, bridge: true },
    }).intent();

  test('is deployed, and deployed again without a change over that very path', async () => {
    await both(host => deploy(host, described(host)));
    await one.sh('ip -br address show br100 | grep -q 10.0.100.11/24 && ping -c 3 -W 5 10.0.100.1');
    const again = await deploy(one, described(one), { target: managementTarget(lab, one) });
    expect(again.result).toBe('unchanged');
  });

  test('a guest on it reaches the gateway, both hosts and a guest of the other', async () => {
    await plugIn(one, 'br100', '10.0.100.101/24');
    await plugIn(two, 'br100', '10.0.100.102/24');
    for (const to of ['10.0.100.1', one.managementAddress, two.managementAddress, '10.0.100.102'])
      expect(await ping(one, 'br100', to)).toMatch(/[1234] received/);
    await both(host => unplug(host, 'br100'));
  });

  test('is destroyed', destroy);
});

describe('NICs on access ports: the switch tags, the host does not', () => {
  const vlans = { enp2s0: 24, enp3s0: 101, enp4s0: 102, enp5s0: 104 };

  const described = (host: LabHost): Intent => {
    const made = new Host(new RootConstruct(), host.name, { ssh: target(host) as SshProps });
    for (const [uplink, vlan] of Object.entries(vlans)) new AccessBridge(made, `vm${vlan}`, { uplink, vlan });
    return made.intent();
  };

  test('are deployed as a bridge each, without a VLAN link', async () => {
    for (const host of [one, two])
      for (const [nic, vlan] of Object.entries(vlans)) await lab.switch.setAccess(host.switchPort(nic), vlan);
    await both(host => deploy(host, described(host)));
    expect(
      await one.sh(
        'ip -br link show type bridge | cut -d" " -f1 | sort | tr "\\n" " "; ip -br link show type vlan',
      ),
    ).toBe('br101 br102 br104 br24 ');
    expect(await changes(two, described(two))).toEqual([]);
  });

  test.each(Object.entries(vlans))(
    'guests behind %s reach each other in VLAN %d, untagged on the NIC',
    async (nic, vlan) => {
      const bridge = `br${vlan}`;
      await plugIn(one, bridge, '10.9.1.1/24');
      await plugIn(two, bridge, '10.9.1.2/24');
      await one.sh(`timeout 60 tcpdump -c 1 -lenni ${nic} icmp >/run/seen 2>&1 &`);
      expect(await ping(one, bridge, '10.9.1.2')).toMatch(/[1234] received/);
      const seen = await one.sh(
        'for i in $(seq 100); do grep -q "ICMP echo" /run/seen && break; sleep 0.1; done; cat /run/seen',
      );
      expect(seen).toContain('ethertype IPv4 (0x0800)');
      await both(host => unplug(host, bridge));
    },
  );

  test('guests in different VLANs do not', async () => {
    await plugIn(one, 'br101', '10.9.1.1/24');
    await plugIn(two, 'br102', '10.9.1.2/24');
    expect(await ping(one, 'br101', '10.9.1.2')).toMatch(/ 0 received/);
    await unplug(one, 'br101');
    await unplug(two, 'br102');
  });

  test('are destroyed', async () => {
    await destroy();
    await lab.switch.bundle(one.name);
    await lab.switch.bundle(two.name);
  });
});

describe('an Open vSwitch bridge on a trunk', () => {
  const described = (host: LabHost, tag = 200): Intent => {
    const made = new Host(new RootConstruct(), host.name, { ssh: target(host) as SshProps });
    const uplink = new Link(made, 'uplink', { name: 'enp5s0', up: true });
    const bridge = new OvsBridge(made, 'ovs0', { failMode: 'standalone' });
    bridge.addPort(uplink, { trunks: [200, 300] });
    bridge.addPort('web0', { type: 'internal', tag });
    return made.intent();
  };
  /** Guests are plugged in by libvirt, not by us. */
  const plugInOvs = (host: LabHost, tag: number, address: string) =>
    host.sh(`ip netns add vm-ovs0 && ip link add vnet-ovs0 type veth peer name eth0 netns vm-ovs0 && ip link set vnet-ovs0 up &&
      ovs-vsctl --timeout=20 add-port ovs0 vnet-ovs0 tag=${tag} && ip -n vm-ovs0 link set eth0 up && ip -n vm-ovs0 address add ${address} dev eth0`);

  test('comes by one transaction of OVSDB', async () => {
    let text = '';
    const onPlan: ApplyOptions['onPlan'] = made => {
      text = deployScript(kinds, made.plan).text;
    };
    await both(host => deploy(host, described(host), { onPlan }));
    expect(text.match(/^ovs-vsctl /gm)).toHaveLength(1);
    expect((await deploy(one, described(one))).result).toBe('unchanged');
  });

  test('carries its VLANs to the switch and between guests of both hosts, and no other', async () => {
    await plugInOvs(one, 200, '10.0.200.101/24');
    await plugInOvs(two, 200, '10.0.200.102/24');
    for (const to of ['10.0.200.1', '10.0.200.102'])
      expect(await ping(one, 'ovs0', to)).toMatch(/[1234] received/);
    await two.sh('ovs-vsctl --timeout=20 set Port vnet-ovs0 tag=1000');
    expect(await ping(one, 'ovs0', '10.0.200.102')).toMatch(/ 0 received/);
    await two.sh('ovs-vsctl --timeout=20 set Port vnet-ovs0 tag=200');
  });

  test("is changed in place: a guest's port is nobody's drift and stays plugged in", async () => {
    const lines = await changes(one, described(one, 300));
    expect(lines).toEqual([expect.stringMatching(/^~ update ovs-port web0 .*: tag 200 -> 300$/)]);
    await deploy(one, described(one, 300));
    expect(await one.sh('ovs-vsctl get Port web0 tag; ovs-vsctl port-to-br vnet-ovs0')).toBe('300\novs0\n');
    expect(await ping(one, 'ovs0', '10.0.200.102')).toMatch(/[1234] received/);
    await nothingLeft(one);
  });

  test('is destroyed', async () => {
    await both(host =>
      host.sh('ovs-vsctl --timeout=20 del-port vnet-ovs0; ip link del vnet-ovs0; ip netns del vm-ovs0'),
    );
    await destroy();
  });
});
