import type { Example } from './examples';

const link = (name: string): string => `ip -j -d link show dev ${name}`;
const address = (name: string): string => `ip -j address show dev ${name}`;
const route = (to: string): string => `ip -j route show ${to}`;
const up = { flags: ['UP'] };
/** An address as ip(8) prints it. */
const has = (...prefixes: string[]): object => [
  {
    addr_info: prefixes.map(prefix => {
      const [local, length] = prefix.split('/');
      return { local, prefixlen: Number(length) };
    }),
  },
];
const bond = (info_data: object): object => [{ linkinfo: { info_kind: 'bond', info_data } }];
const port = (master: string): object => [{ master }];

/** The examples of netplan's repository, in the order of the page. */
export const netplan: readonly Example[] = [
  {
    name: 'netplan-static',
    runs: [
      'address replace 192.0.2.20/24 dev enp2s0',
      'route replace 0.0.0.0/0 via 192.0.2.1 dev enp2s0 metric 0 table 254',
    ],
    kernel: [
      [address('enp2s0'), has('192.0.2.20/24')],
      [route('default'), [{ gateway: '192.0.2.1', dev: 'enp2s0' }]],
      [
        'cat /etc/resolv.conf',
        /search example\.net example\.org\nnameserver 192\.0\.2\.1\nnameserver 198\.51\.100\.53/,
      ],
    ],
  },
  {
    name: 'netplan-static-routes',
    runs: [
      'route replace 198.51.100.0/24 via 192.0.2.254 dev enp3s0 metric 0 table 254',
      'route replace 203.0.113.0/24 via 192.0.2.254 dev enp3s0 metric 0 table 254 advmss 1400',
    ],
    kernel: [
      [route('198.51.100.0/24'), [{ gateway: '192.0.2.254', dev: 'enp3s0' }]],
      [route('203.0.113.0/24'), [{ gateway: '192.0.2.254', metrics: [{ advmss: 1400 }] }]],
    ],
  },
  {
    name: 'netplan-static-multiaddress',
    runs: ['address replace 198.51.100.38/24 dev enp4s0', 'address replace 198.51.100.39/24 dev enp4s0'],
    kernel: [
      [address('enp4s0'), has('198.51.100.38/24', '198.51.100.39/24')],
      [route('default'), [{ gateway: '198.51.100.1', dev: 'enp4s0' }]],
    ],
  },
  {
    name: 'netplan-multigateway',
    runs: [
      'route replace 0.0.0.0/0 via 203.0.113.1 dev enp5s0 metric 100 table 254',
      'route replace 0.0.0.0/0 via 203.0.113.129 dev enp5s0 metric 200 table 254',
    ],
    kernel: [
      [address('enp5s0'), has('203.0.113.10/25', '203.0.113.210/25')],
      [
        route('default'),
        [
          { gateway: '203.0.113.1', metric: 100 },
          { gateway: '203.0.113.129', metric: 200 },
        ],
      ],
      // The lower metric wins.
      ['ip -j route get 192.88.99.1', [{ gateway: '203.0.113.1' }]],
    ],
  },
  {
    name: 'netplan-on-link',
    runs: [
      'route replace 0.0.0.0/0 via 203.0.113.1 dev enp2s0 onlink metric 0 table 254',
      'route replace ::/0 via 2001:db8:face::1 dev enp2s0 onlink metric 1024 table 254',
    ],
    kernel: [
      [route('default'), [{ gateway: '203.0.113.1', flags: ['onlink'] }]],
      ['ip -6 -j route show default', [{ gateway: '2001:db8:face::1', flags: ['onlink'] }]],
    ],
  },
  {
    name: 'netplan-source-routing',
    runs: [
      'route replace 0.0.0.0/0 via 10.0.3.1 dev enp3s0 metric 0 table 101',
      'rule add priority 101 from 10.0.3.0/24 table 101',
      'rule add priority 102 from 10.0.5.0/24 table 102',
    ],
    kernel: [
      ['ip -j route get 192.88.99.1 from 10.0.3.24', [{ gateway: '10.0.3.1', dev: 'enp3s0' }]],
      ['ip -j route get 192.88.99.1 from 10.0.5.24', [{ gateway: '10.0.5.1', dev: 'enp4s0' }]],
      ['ip rule show', /^101:\s+from 10\.0\.3\.0\/24 lookup 101/m],
    ],
  },
  {
    name: 'netplan-loopback',
    runs: ['address replace 203.0.113.7/32 dev loop0'],
    kernel: [
      [address('loop0'), has('203.0.113.7/32')],
      [link('loop0'), [{ linkinfo: { info_kind: 'dummy' } }]],
    ],
  },
  {
    name: 'netplan-dummies',
    runs: ['link add name dm0 up type dummy', 'address replace 2001:db8:beef::dead:dead/64 dev dm1'],
    kernel: [
      [address('dm0'), has('10.1.2.3/24')],
      [address('dm1'), has('10.1.3.2/28', '2001:db8:beef::dead:dead/64')],
    ],
  },
  {
    name: 'netplan-bonding',
    runs: ['link set dev enp2s0 master bond0', 'link set dev bond0 type bond primary enp2s0'],
    kernel: [
      [link('bond0'), bond({ mode: 'active-backup', miimon: 100, primary: 'enp2s0' })],
      [link('enp3s0'), port('bond0')],
      [address('bond0'), has('192.0.2.30/24')],
    ],
  },
  {
    name: 'netplan-bonding-router',
    runs: [
      'link set dev enp4s0 master bond-wan',
      'link set dev enp5s0 master bond-conntrack',
      'address replace 10.0.93.2/24 dev bond-lan',
    ],
    kernel: [
      [link('bond-lan'), bond({ mode: '802.3ad', miimon: 1 })],
      [link('bond-wan'), bond({ mode: 'active-backup', miimon: 1, num_peer_notif: 5 })],
      [link('bond-conntrack'), bond({ mode: 'balance-rr', miimon: 1 })],
      [route('default'), [{ gateway: '192.0.2.1', dev: 'bond-wan' }]],
      ['cat /etc/resolv.conf', /search example\.org\nnameserver 198\.51\.100\.53/],
    ],
  },
  {
    name: 'netplan-vlan',
    runs: [
      'link add link enp5s0 name vlan15 up type vlan id 15',
      'link add link enp5s0 name vlan10 up type vlan id 10',
      'address replace 10.3.99.5/24 dev vlan15',
    ],
    kernel: [
      [link('vlan15'), [{ link: 'enp5s0', linkinfo: { info_kind: 'vlan', info_data: { id: 15 } } }]],
      [link('vlan10'), [{ link: 'enp5s0', linkinfo: { info_kind: 'vlan', info_data: { id: 10 } } }]],
      [address('enp5s0'), has('10.3.0.5/23')],
      [route('default'), [{ gateway: '10.3.0.1', dev: 'enp5s0' }]],
    ],
  },
  {
    name: 'netplan-bridge-vlan',
    runs: [
      'link add link enp2s0 name vlan15 up type vlan id 15',
      'link set dev vlan15 master br0 up',
      'address replace 10.3.99.25/24 dev br0',
    ],
    kernel: [
      [link('vlan15'), [{ master: 'br0', linkinfo: { info_data: { id: 15 } } }]],
      [address('br0'), has('10.3.99.25/24')],
      ['cat /proc/sys/net/ipv6/conf/vlan15/accept_ra', /^0$/m],
    ],
  },
  {
    name: 'netplan-bridge',
    runs: ['link set dev enp3s0 master br0 up', 'address replace 192.0.2.40/24 dev br0'],
    kernel: [
      [link('enp3s0'), port('br0')],
      [address('br0'), has('192.0.2.40/24')],
    ],
  },
  {
    name: 'netplan-veth',
    runs: ['link set dev veth0-peer1 master br0 up', 'link set dev veth0-peer2 master br1 up'],
    kernel: [
      [link('veth0-peer1'), [{ ...up, master: 'br0', link: 'veth0-peer2' }]],
      [link('veth0-peer2'), [{ ...up, master: 'br1', link: 'veth0-peer1' }]],
    ],
  },
  {
    name: 'netplan-vrf',
    runs: [
      'link add name vrf1005 up type vrf table 1005',
      'link set dev br1 master vrf1005',
      'route replace 0.0.0.0/0 via 10.10.10.4 dev br1 metric 0 table 1005',
    ],
    kernel: [
      [link('vrf1005'), [{ linkinfo: { info_kind: 'vrf', info_data: { table: 1005 } } }]],
      [link('br1005'), [{ master: 'vrf1005', linkinfo: { info_kind: 'bridge', info_slave_kind: 'vrf' } }]],
      ['ip -j route show vrf vrf1005 default', [{ gateway: '10.10.10.4', dev: 'br1' }]],
      ['ip rule show', /^900:\s+from 10\.10\.10\.42 lookup (1005|vrf1005)/m],
    ],
  },
  {
    name: 'netplan-ipv6-tunnel',
    runs: [
      'link add name he-ipv6 up type sit remote 198.51.100.2 local 192.0.2.70',
      'route replace ::/0 via 2001:db8:dead::1 dev he-ipv6 metric 1024 table 254',
    ],
    kernel: [
      [
        link('he-ipv6'),
        [{ linkinfo: { info_kind: 'sit', info_data: { remote: '198.51.100.2', local: '192.0.2.70' } } }],
      ],
      [address('he-ipv6'), has('2001:db8:dead::2/64')],
      ['ip -6 -j route show default', [{ gateway: '2001:db8:dead::1', dev: 'he-ipv6' }]],
    ],
  },
  {
    name: 'netplan-vxlan',
    runs: [
      'link add name vxlan1 mtu 8950 up type vxlan id 1 dev loop0 local 198.51.100.10 dstport 4789 nolearning',
      'link set dev vxlan1005 master br1005 up',
    ],
    kernel: [
      [
        link('vxlan1005'),
        [
          {
            ...{ mtu: 8950, master: 'br1005' },
            linkinfo: {
              info_kind: 'vxlan',
              info_data: { id: 1005, local: '198.51.100.10', port: 4789, learning: false },
              info_slave_data: { neigh_suppress: true, learning: false },
            },
          },
        ],
      ],
      [link('br1'), [{ master: 'vrf1005', mtu: 8950 }]],
    ],
  },
];
