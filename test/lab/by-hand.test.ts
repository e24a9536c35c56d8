import { kinds } from '../../constructs/kinds';
import type { LabHost } from '../../lab';
import { fullScript } from '../../lib/script/scripts';
import { changes, freshLab, kernelState, LAB_TIMEOUT_MS, threadIntent } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

/** What a reviewer reads in `hosts/<host>.sh`, run as it is, without anything of ours on the host. */
describe('the script of a host, run by hand', () => {
  let host: LabHost;
  let uplinks: string[];

  beforeAll(async () => {
    host = (await freshLab(1)).host('kvm01');
    const [mac = '', path = ''] = (
      await host.sh('cat /sys/class/net/enp2s0/address; readlink /sys/class/net/enp3s0')
    ).split('\n');
    const pci = path.match(/[0-9a-f]{4}:[0-9a-f:.]+(?=\/virtio)/)?.[0];
    uplinks = [`@mac:${mac}`, `@pci:${pci}`];
  });

  const script = (...links: string[]): string =>
    fullScript(kinds, threadIntent(host, { uplinks: links.length > 0 ? links : uplinks })).text;

  test('finds its NICs by hardware address and PCI address, and makes all that the intent describes', async () => {
    expect(script()).not.toContain('enp');
    await host.sh(script());
    expect(await host.sh('cat /sys/class/net/bond0/bonding/slaves')).toBe('enp2s0 enp3s0\n');
    expect(await changes(host, threadIntent(host, { uplinks }))).toEqual([]);
  });

  test('changes nothing the second time, though the NICs now have the address of the bond', async () => {
    const before = await kernelState(host);
    const links = () => host.sh("ip -o link | cut -d' ' -f1,2,9-");
    const seen = await links();
    await host.sh(script());
    expect(await kernelState(host)).toBe(before);
    expect(await links()).toBe(seen);
  });

  test('names a NIC that this host has not, and does nothing', async () => {
    const { code, stderr } = await host.exec(script('@mac:52:54:00:ff:ff:ff', '@pci:0000:99:00.0'));
    expect(code).toBe(1);
    expect(stderr).toContain('this host has no NIC with mac 52:54:00:ff:ff:ff');
    const shared = await host.exec(script('@driver:virtio_net'));
    expect(shared.code).toBe(1);
    expect(shared.stderr).toMatch(/enp2s0.* all have driver virtio_net/);
    const none = await host.exec(script('@driver:ne2k-pci'));
    expect(none.stderr).toContain('this host has no NIC with driver ne2k-pci');
  });
});
