import type { Lab, LabHost } from '../../lab';
import { stats } from '../../lib/ssh';
import {
  changes,
  deploy,
  freshLab,
  gatewayAnswers,
  kernelState,
  LAB_TIMEOUT_MS,
  nothing,
  plugIn,
  residue,
  threadIntent,
  unplug,
} from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let one: LabHost;
let two: LabHost;

beforeAll(async () => {
  lab = await freshLab();
  one = lab.host('kvm01');
  two = lab.host('kvm02');
});

describe("the thread's trunked server, on two hypervisors", () => {
  let before: string;

  test('is deployed and confirmed', async () => {
    before = await kernelState(one);
    const [first, second] = await Promise.all([
      deploy(one, threadIntent(one)),
      deploy(two, threadIntent(two)),
    ]);
    expect([first.result, second.result]).toEqual(['confirmed', 'confirmed']);
  });

  test('LACP is up with the switch as partner', async () => {
    const seen = await one.sh(
      'cat /sys/class/net/bond0/bonding/ad_partner_mac /sys/class/net/bond0/bonding/ad_num_ports',
    );
    const partner = await lab.switch.sh(
      `sed -n 's/^System MAC address: //p' /proc/net/bonding/${one.switchBond}`,
    );
    expect(seen.trim().split('\n')).toEqual([partner.trim(), '2']);
  });

  test("the bond was born with its first port's address, so that udev gives it none, at no boot", async () => {
    const [bond, assigned, port] = (
      await one.sh(
        'cd /sys/class/net && cat bond0/address bond0/addr_assign_type enp2s0/bonding_slave/perm_hwaddr',
      )
    ).split('\n');
    expect([bond, assigned]).toEqual([port, '3']);
  });

  test('the gateway answers by VLAN 100', async () => {
    await gatewayAnswers(one);
  });

  test.each([
    ['br200', '10.9.200'],
    ['br300', '10.9.44'],
  ])('guests on %s of both hypervisors reach each other, tagged on the trunk', async (bridge, net) => {
    await plugIn(one, bridge, `${net}.1/24`);
    await plugIn(two, bridge, `${net}.2/24`);
    const ping = await one.sh(`ip netns exec vm-${bridge} ping -c 5 -W 5 ${net}.2`);
    expect(ping).toMatch(/[345] received/);
  });

  test('a jumbo frame passes on the storage VLAN, and is too large for the web VLAN', async () => {
    for (const host of [one, two])
      await host.sh(
        'for b in br200 br300; do ip -n vm-$b link set eth0 mtu 9000; ip link set vnet-$b mtu 9000; done',
      );
    const ping = (bridge: string, net: string) =>
      one.exec(`ip netns exec vm-${bridge} ping -M do -s 8900 -c 3 -W 3 ${net}.2`);
    expect((await ping('br300', '10.9.44')).stdout).toMatch(/[123] received/);
    expect((await ping('br200', '10.9.200')).stdout).toMatch(/ 0 received/);
  });

  test('a second deploy changes nothing, by one connection and one exec', async () => {
    const counted = { ...stats };
    const again = await deploy(one, threadIntent(one));
    expect(again.result).toBe('unchanged');
    expect(stats.connections - counted.connections).toBe(1);
    expect(stats.execs - counted.execs).toBe(1);
  });

  test("guests' links are foreign: nobody plans to touch them", async () => {
    expect(await changes(one, threadIntent(one))).toEqual([]);
  });

  test('an unexpected reboot comes up confirmed, before anyone logs in', async () => {
    await two.powerCut();
    await two.sh('ip -br addr show bond0.100 | grep -q 10.0.100.12/24 && test -e /sys/class/net/br300');
    expect(await changes(two, threadIntent(two))).toEqual([]);
    const order = await two.sh(
      'systemctl show -P ActiveEnterTimestampMonotonic trunkline.service ssh.service | grep .',
    );
    const [ours, sshd] = order.trim().split('\n').map(Number);
    expect(ours).toBeLessThan(sshd!);
  });

  test('destroy gives back what was there, and leaves nothing of ours', async () => {
    for (const bridge of ['br200', 'br300']) await unplug(one, bridge);
    await deploy(one, nothing(one));
    expect(await kernelState(one)).toBe(before);
    expect(await residue(one)).toBe('');
  });
});
