import { claimsOn, managersProbe } from '../../lib/state/managers.probe';

const reply = `/etc/network/interfaces:1:auto lo
/etc/network/interfaces:2:iface lo inet loopback
/etc/network/interfaces:3:
/etc/network/interfaces:4:iface enp2s0 inet dhcp
/etc/network/interfaces:5:iface enp3s0 inet manual
/etc/network/interfaces.d/br:1:  iface br0 inet6 static
/etc/netplan/50-cloud-init.yaml:3:  ethernets:
/etc/netplan/50-cloud-init.yaml:4:    enp4s0:
/etc/netplan/50-cloud-init.yaml:5:      nameservers:
/run/systemd/netif/links/4:1:ADMIN_STATE=configured
/run/systemd/netif/links/4:2:NETWORK_FILE=/run/systemd/network/10-netplan-enp4s0.network
/run/systemd/netif/links/5:1:NETWORK_FILE=/etc/systemd/network/uplink.network
/run/systemd/netif/links/9:1:ADMIN_STATE=unmanaged
/etc/sysconfig/network-scripts/ifcfg-em1:2:DEVICE="em1"
device:enp6s0:connected:0c9d1f5e-3b0e-4a1e-9d43-6a3f2c8f1b11
device:enp7s0:disconnected:
device:enp8s0:unmanaged:
connection:0c9d1f5e-3b0e-4a1e-9d43-6a3f2c8f1b11:/etc/NetworkManager/system-connections/lan: home.nmconnection
`;

test('each manager tells file and line of what it configures', () => {
  // In netplan's YAML every key may be a link's name.
  const keys = ['ethernets', 'nameservers'];
  expect(managersProbe.parse(reply).filter(({ link }) => !keys.includes(String(link)))).toEqual([
    { link: 'enp2s0', manager: 'ifupdown', file: '/etc/network/interfaces', line: 4 },
    { link: 'br0', manager: 'ifupdown', file: '/etc/network/interfaces.d/br', line: 1 },
    { link: 'enp4s0', manager: 'netplan', file: '/etc/netplan/50-cloud-init.yaml', line: 4 },
    { link: 4, manager: 'systemd-networkd', file: '/run/systemd/network/10-netplan-enp4s0.network' },
    { link: 5, manager: 'systemd-networkd', file: '/etc/systemd/network/uplink.network' },
    {
      link: 'enp6s0',
      manager: 'NetworkManager',
      file: '/etc/NetworkManager/system-connections/lan: home.nmconnection',
    },
    { link: 'em1', manager: 'network-scripts', file: '/etc/sysconfig/network-scripts/ifcfg-em1', line: 2 },
  ]);
});

test('a claim is by name or by index, and what netplan generated is told once, where a person wrote it', () => {
  const claims = managersProbe.parse(reply);
  const told = (ifname: string, ifindex?: number) =>
    claimsOn(claims, { ifname, ifindex }).map(({ manager }) => manager);
  expect(told('enp4s0', 4)).toEqual(['netplan']);
  expect(told('enp5s0', 5)).toEqual(['systemd-networkd']);
  expect(told('enp9s0', 9)).toEqual([]);
  expect(told('em1')).toEqual(['network-scripts']);
});

test('a host with none of them has no claims', () => {
  expect(managersProbe.parse('')).toEqual([]);
});

test('the text of those files, which may hold passwords, is not kept', () => {
  const kept = JSON.stringify(managersProbe.parse('/etc/netplan/wifi.yaml:4:      password: hunter2\n'));
  expect(kept).not.toContain('hunter2');
});
