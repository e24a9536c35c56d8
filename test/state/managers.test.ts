import { actorOf, claimsOn, managersProbe } from '../../lib/state/managers.probe';

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
running:systemd-networkd
device:enp6s0:connected:0c9d1f5e-3b0e-4a1e-9d43-6a3f2c8f1b11
device:enp7s0:disconnected:
device:enp8s0:unmanaged:
connection:0c9d1f5e-3b0e-4a1e-9d43-6a3f2c8f1b11:/etc/NetworkManager/system-connections/lan: home.nmconnection
`;

test('each manager tells file and line of what it configures', () => {
  // In netplan's YAML every key may be a link's name.
  const keys = ['ethernets', 'nameservers'];
  expect(managersProbe.parse(reply).claims.filter(({ link }) => !keys.includes(String(link)))).toEqual([
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
  const { claims } = managersProbe.parse(reply);
  const told = (ifname: string, ifindex?: number) =>
    claimsOn(claims, { ifname, ifindex }).map(({ manager }) => manager);
  expect(told('enp4s0', 4)).toEqual(['netplan']);
  expect(told('enp5s0', 5)).toEqual(['systemd-networkd']);
  expect(told('enp9s0', 9)).toEqual([]);
  expect(told('em1')).toEqual(['network-scripts']);
});

test('a host with none of them has no claims', () => {
  expect(managersProbe.parse('')).toEqual(managersProbe.empty);
});

test('the text of those files, which may hold passwords, is not kept', () => {
  const kept = JSON.stringify(managersProbe.parse('/etc/netplan/wifi.yaml:4:      password: hunter2\n'));
  expect(kept).not.toContain('hunter2');
});

const running = 'running:NetworkManager\n';
const uuid = (digit: number) => `0c9d1f5e-3b0e-4a1e-9d43-6a3f2c8f1b1${digit}`;

test('what NetworkManager only looks on is not claimed, what it thought of by itself is once it works', () => {
  const { claims, idle } = managersProbe.parse(`${running}device:br0:connected (externally):${uuid(1)}
device:eno1:connected:${uuid(2)}
device:eno2:connecting (getting IP configuration):${uuid(3)}
device:eno3:disconnected:
device:eno4:unmanaged:
connection:${uuid(1)}:/run/NetworkManager/system-connections/br0.nmconnection
connection:${uuid(2)}:/run/NetworkManager/system-connections/Wired connection 1.nmconnection
connection:${uuid(3)}:/run/NetworkManager/system-connections/Wired connection 2.nmconnection
`);
  expect(claims.map(({ link }) => link)).toEqual(['eno1']);
  expect(idle).toEqual(['br0', 'eno2', 'eno3']);
});

test("an ifcfg file is NetworkManager's where it has read it, and nobody's to tell where it has not", () => {
  const folder = '/etc/sysconfig/network-scripts';
  const managers = managersProbe.parse(`${running}${folder}/ifcfg-em1:1:DEVICE=em1
${folder}/ifcfg-em2:1:DEVICE=em2
${folder}/ifcfg-em2:2:NM_CONTROLLED=no
device:em1:connected:${uuid(1)}
device:em2:unmanaged:
connection:${uuid(1)}:${folder}/ifcfg-em1
`);
  const who = (ifname: string) =>
    claimsOn(managers.claims, { ifname }).map(claim => [claim.manager, actorOf(managers, claim)]);
  expect(who('em1')).toEqual([['NetworkManager', 'NetworkManager']]);
  expect(who('em2')).toEqual([['network-scripts', undefined]]);
});

test('what a stopped systemd-networkd had shown counts no more', () => {
  const shown = '/run/systemd/netif/links/4:2:NETWORK_FILE=/etc/systemd/network/a.network\n';
  expect(managersProbe.parse(shown).claims).toEqual([]);
  expect(managersProbe.parse(`${shown}running:systemd-networkd\n`).claims).toHaveLength(1);
});

test('who was told to leave which link alone, and does', () => {
  const { released } =
    managersProbe.parse(`${running}/etc/systemd/network/00-trunkline.network:3:Name=bond0 eno1
/etc/NetworkManager/conf.d/90-trunkline.conf:3:unmanaged-devices+=interface-name:=eno1;interface-name:=eno2;
device:eno1:unmanaged:
device:eno2:connected:${uuid(2)}
/etc/network/interfaces:4:#trunkline:eno1# auto eno1
/etc/network/interfaces:5:#trunkline:eno1:1# iface eno1:1 inet static
/etc/network/interfaces:6:#trunkline:eno3# iface eno3 inet dhcp
/etc/network/interfaces:7:iface eno3 inet dhcp
`);
  expect(released).toEqual({
    'systemd-networkd': ['bond0', 'eno1'],
    NetworkManager: ['eno1'],
    ifupdown: ['eno1'],
  });
});

test('a .network file fits by name, or by what only hardware has', () => {
  const { networks } = managersProbe.parse(`running:systemd-networkd
/etc/systemd/network/a.network:1:[Match]
/etc/systemd/network/a.network:2:Name=en* bond?
/etc/systemd/network/a.network:3:[Network]
/etc/systemd/network/a.network:4:Name=no
/etc/systemd/network/b.network:1:[Match]
/etc/systemd/network/b.network:2:PermanentMACAddress=52:54:00:00:00:01
/etc/systemd/network/00-trunkline.network:1:[Match]
/etc/systemd/network/00-trunkline.network:2:Name=bond0
`);
  expect(networks).toEqual([
    { file: '/etc/systemd/network/a.network', names: ['en*', 'bond?'] },
    { file: '/etc/systemd/network/b.network', hardware: true },
  ]);
});

test('netplan writes for others: who acts on it is whoever holds the link, or runs', () => {
  const yaml = '/etc/netplan/a.yaml:4:    eno1:\n';
  const actor = (text: string) => {
    const managers = managersProbe.parse(`${yaml}${text}`);
    return actorOf(managers, managers.claims[0]!);
  };
  expect(actor('running:systemd-networkd\n')).toBe('systemd-networkd');
  expect(actor(running)).toBe('NetworkManager');
  expect(actor('')).toBe('systemd-networkd');
  expect(actor('/etc/sysconfig/network-scripts/ifcfg-eno1:1:DEVICE=eno1\n')).toBe('systemd-networkd');
});

test('a stanza of ifupdown2 without a method claims its link once it has an option', () => {
  const text = `auto lo
iface lo inet loopback

auto eno1
iface eno1
    # an address follows
    address 10.0.0.1/24
    gateway 10.0.0.254
auto eno2
iface eno2
iface eno3 inet manual
    up true
iface eno4 inet6 auto`;
  const lines = text.split('\n').map((line, index) => `/etc/network/interfaces:${index + 1}:${line}`);
  const claims = managersProbe.parse(lines.join('\n')).claims;
  expect(claims.map(({ link, line }) => [link, line])).toEqual([
    ['eno1', 5],
    ['eno4', 13],
  ]);
});
