import { managersProbe } from '../../lib/state/managers.probe';

const reply = `file:/etc/network/interfaces:1:auto lo
file:/etc/network/interfaces:2:iface lo inet loopback
file:/etc/network/interfaces:3:
file:/etc/network/interfaces:4:iface enp2s0 inet dhcp
file:/etc/network/interfaces:5:iface enp3s0 inet manual
file:/etc/network/interfaces.d/br:1:  iface br0 inet6 static
file:/etc/netplan/50-cloud-init.yaml:3:  ethernets:
file:/etc/netplan/50-cloud-init.yaml:4:    enp4s0:
file:/etc/netplan/50-cloud-init.yaml:5:      nameservers:
file:/run/systemd/netif/links/4:1:ADMIN_STATE=configured
file:/run/systemd/netif/links/4:2:NETWORK_FILE=/run/systemd/network/10-netplan-enp4s0.network
file:/run/systemd/netif/links/5:1:NETWORK_FILE=/etc/systemd/network/uplink.network
file:/run/systemd/netif/links/9:1:ADMIN_STATE=unmanaged
file:/etc/sysconfig/network-scripts/ifcfg-em1:2:DEVICE="em1"
index:4:enp4s0
index:5:enp5s0
index:9:enp9s0
device:enp6s0:connected:0c9d1f5e-3b0e-4a1e-9d43-6a3f2c8f1b11
device:enp7s0:disconnected:
device:enp8s0:unmanaged:
connection:0c9d1f5e-3b0e-4a1e-9d43-6a3f2c8f1b11:/etc/NetworkManager/system-connections/lan: home.nmconnection
`;

test('each manager tells file and line of what it configures', () => {
  expect(managersProbe.parse(reply)).toEqual([
    { link: 'enp2s0', manager: 'ifupdown', file: '/etc/network/interfaces', line: 4 },
    { link: 'br0', manager: 'ifupdown', file: '/etc/network/interfaces.d/br', line: 1 },
    { link: 'enp4s0', manager: 'netplan', file: '/etc/netplan/50-cloud-init.yaml', line: 4 },
    { link: 'enp5s0', manager: 'systemd-networkd', file: '/etc/systemd/network/uplink.network' },
    {
      link: 'enp6s0',
      manager: 'NetworkManager',
      file: '/etc/NetworkManager/system-connections/lan: home.nmconnection',
    },
    { link: 'em1', manager: 'network-scripts', file: '/etc/sysconfig/network-scripts/ifcfg-em1', line: 2 },
  ]);
});

test('a host with none of them has no claims', () => {
  expect(managersProbe.parse('index:1:lo\nindex:2:enp2s0\n')).toEqual([]);
});

test('the text of those files, which may hold passwords, is not kept', () => {
  const kept = JSON.stringify(managersProbe.parse('file:/etc/netplan/wifi.yaml:4:      password: hunter2\n'));
  expect(kept).not.toContain('hunter2');
});
