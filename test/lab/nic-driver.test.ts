import { RootConstruct } from 'constructs';
import { Address, Host, Link, type SshProps, Vlan } from '../../constructs';
import { kinds } from '../../constructs/kinds';
import type { LabHost } from '../../lab';
import type { Intent } from '../../lib/intent/intent';
import { fullScript } from '../../lib/script/scripts';
import { snapshot } from './invariants';
import { changes, deploy, freshLab, LAB_TIMEOUT_MS, nothing, residue, target } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let host: LabHost;
let before: string;

/** A VLAN on the NIC that has this driver: of the lab's NICs enp7s0 alone is an e1000e. */
function described(driver: string): Intent {
  const made = new Host(new RootConstruct(), host.name, { ssh: target(host) as SshProps });
  const nic = new Link(made, 'nic', { driver, up: true, mtu: 2000 });
  const web = new Vlan(made, 'web', { link: nic, vlanId: 200 });
  new Address(made, 'address', { link: web, address: '10.0.200.11/24' });
  return made.intent();
}

/** What a NIC loses when its driver lets go of it. */
const letGo = (bus: string, driver: string, ...devices: string[]): Promise<string> =>
  host.sh(`for device in ${devices.join(' ')}; do echo $device >/sys/bus/${bus}/drivers/${driver}/unbind; done
udevadm settle`);

async function expectWorking(): Promise<void> {
  expect(await changes(host, described('e1000e'))).toEqual([]);
  const [nic] = JSON.parse(await host.sh('ip -j link show dev enp7s0'));
  expect(nic).toMatchObject({ flags: expect.arrayContaining(['UP']), mtu: 2000 });
  const [web] = JSON.parse(await host.sh('ip -j -d address show dev web'));
  expect(web).toMatchObject({ link: 'enp7s0', linkinfo: { info_data: { id: 200 } } });
  expect(await host.sh('ping -q -I web -c 10 -i 0.5 -W 5 10.0.200.1 || :')).toMatch(/ ([1-9]|10) received/);
}

beforeAll(async () => {
  host = (await freshLab(1)).host('kvm01');
  before = await snapshot(host);
});

test('the NIC that alone has its driver is found, configured and deployed', async () => {
  expect(await host.sh('readlink /sys/class/net/*/device/driver')).toMatch(
    /(.*\/virtio_net\n){5}.*\/e1000e\n/,
  );
  expect(await changes(host, described('e1000e'))).toEqual([
    '~ update link enp7s0: up false -> true, mtu 1500 -> 2000',
    '+ create vlan web (id 200 on enp7s0)',
    '+ create address 10.0.200.11/24 on web',
  ]);
  expect((await deploy(host, described('e1000e'))).result).toBe('confirmed');
  await expectWorking();
});

test('after a reboot it is as it was confirmed', async () => {
  await host.reboot();
  await expectWorking();
});

test('what is drifted of it is told by its name, and healed', async () => {
  await host.sh('ip link set dev enp7s0 mtu 1500');
  expect(await changes(host, described('e1000e'))).toContainEqual(
    expect.stringMatching(/^~ update link enp7s0: mtu 1500 -> 2000 \(drift\)$/),
  );
  expect((await deploy(host, described('e1000e'))).result).toBe('confirmed');
  await expectWorking();
});

test('a destroy gives it back, and leaves nothing of ours', async () => {
  await deploy(host, nothing(host));
  expect(await residue(host)).toBe('');
  expect(await snapshot(host)).toBe(before);
});

test('the script of the host, run by hand, finds it by its driver', async () => {
  const { text } = fullScript(kinds, described('e1000e'));
  expect(text).not.toContain('enp7s0');
  await host.sh(text);
  await expectWorking();
  await host.sh('ip link del web; ip link set dev enp7s0 down mtu 1500');
});

test('two NICs of one driver are refused, and both are named', async () => {
  const three = (
    await host.sh('cd /sys/class/net; readlink enp3s0/device enp4s0/device enp5s0/device')
  ).trim();
  await letGo('virtio', 'virtio_net', ...three.split('\n').map(path => path.replace(/.*\//, '')));
  const seen = await snapshot(host);
  await expect(deploy(host, described('virtio_net'))).rejects.toMatchObject({
    code: 'TL114',
    message: expect.stringContaining(
      'eno1, enp2s0 all fit driver virtio_net; name the one by what it has alone: its mac or pciPath',
    ),
  });
  const byHand = await host.exec(fullScript(kinds, described('virtio_net')).text);
  expect(byHand).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('eno1 and enp2s0 all have driver'),
  });
  expect(await snapshot(host)).toBe(seen);
});

test('a driver that no NIC has, or has any more, is refused', async () => {
  await letGo('pci', 'e1000e', '0000:07:00.0');
  const seen = await snapshot(host);
  for (const driver of ['ixgbe', 'e1000e']) {
    await expect(deploy(host, described(driver))).rejects.toMatchObject({
      code: 'TL114',
      message: expect.stringContaining(`no link of the host fits driver ${driver}; compare with`),
    });
    const byHand = await host.exec(fullScript(kinds, described(driver)).text);
    expect(byHand).toMatchObject({ code: 1, stderr: `this host has no NIC with driver ${driver}\n` });
  }
  expect(await snapshot(host)).toBe(seen);
});
