import type { Example } from './examples';

const link = (name: string): string => `ip -j -d link show dev ${name}`;
const address = (name: string): string => `ip -j address show dev ${name}`;
const route = (to: string): string => `ip -j route show ${to}`;
const has = (local: string, prefixlen: number): object => [{ addr_info: [{ local, prefixlen }] }];
const ovs = (columns: string, table: string, name: string): string =>
  `ovs-vsctl --timeout=20 --columns=${columns} list ${table} ${name}`;

/** The examples of nmstate's repository, in the order of the page. */
export const nmstate: readonly Example[] = [
  {
    name: 'nmstate-bond-bridge-vlan',
    runs: [
      'link set dev bond0 master br0 up',
      'link add link bond0 name vlan29 up type vlan id 29',
      'link set dev vlan29 master br29 up',
    ],
    kernel: [
      [link('bond0'), [{ master: 'br0', linkinfo: { info_data: { mode: 'active-backup' } } }]],
      [link('vlan29'), [{ link: 'bond0', master: 'br29', linkinfo: { info_data: { id: 29 } } }]],
      [link('enp2s0'), [{ master: 'bond0' }]],
    ],
  },
  {
    name: 'nmstate-bond-port',
    runs: ['link set dev enp4s0 master bond0', 'link set dev enp5s0 master bond0'],
    kernel: [[link('bond0'), [{ linkinfo: { info_data: { mode: 'active-backup', miimon: 140 } } }]]],
  },
  {
    name: 'nmstate-bridge',
    runs: ['link set dev enp2s0 master linux-br0 up'],
    kernel: [
      [
        link('linux-br0'),
        [
          {
            linkinfo: {
              info_kind: 'bridge',
              // In hundredths of a second.
              info_data: {
                ...{ stp_state: 1, priority: 32768, forward_delay: 1500, hello_time: 200, max_age: 2000 },
                ...{ ageing_time: 30000, group_fwd_mask: '0', mcast_snooping: 1 },
              },
            },
          },
        ],
      ],
      [
        link('enp2s0'),
        [{ master: 'linux-br0', linkinfo: { info_slave_data: { cost: 100, priority: 32, hairpin: false } } }],
      ],
    ],
  },
  {
    name: 'nmstate-bridge-vlans',
    runs: [
      'vlan add dev enp3s0 vid 101',
      'vlan add dev enp3s0 vid 500-599',
      'vlan add dev enp3s0 vid 100 pvid untagged',
    ],
    kernel: [
      [link('linux-br0'), [{ linkinfo: { info_data: { vlan_filtering: 1 } } }]],
      [
        'bridge -j -compressvlans vlan show dev enp3s0',
        [
          {
            vlans: [
              { vlan: 100, flags: ['PVID', 'Egress Untagged'] },
              { vlan: 101 },
              { vlan: 500, vlanEnd: 599 },
            ],
          },
        ],
      ],
    ],
  },
  {
    name: 'nmstate-vlan',
    runs: ['link add link enp4s0 name enp4s0.101 up type vlan id 101'],
    kernel: [
      [
        link('enp4s0.101'),
        [{ flags: ['UP', 'LOWER_UP'], link: 'enp4s0', linkinfo: { info_data: { id: 101 } } }],
      ],
    ],
  },
  {
    name: 'nmstate-vlan-down',
    runs: ['link add link enp5s0 name enp5s0.101 type vlan id 101'],
    kernel: [[link('enp5s0.101'), [{ operstate: 'DOWN', linkinfo: { info_data: { id: 101 } } }]]],
  },
  {
    name: 'nmstate-macvlan',
    runs: ['link add link enp2s0 name macvlan0 up type macvlan mode passthru'],
    kernel: [
      [link('macvlan0'), [{ linkinfo: { info_kind: 'macvlan', info_data: { mode: 'passthru' } } }]],
      [link('enp2s0'), [{ promiscuity: 1 }]],
    ],
  },
  {
    name: 'nmstate-macvtap',
    runs: ['link add link enp3s0 name macvtap0 up type macvtap mode passthru'],
    kernel: [
      [link('macvtap0'), [{ linkinfo: { info_kind: 'macvtap', info_data: { mode: 'passthru' } } }]],
      [link('enp3s0'), [{ promiscuity: 1 }]],
      ['ls /sys/class/net/macvtap0/macvtap', /^tap\d+$/m],
    ],
  },
  {
    name: 'nmstate-veth',
    runs: [],
    kernel: [
      [link('veth1'), [{ flags: ['UP', 'LOWER_UP'], link: 'veth1peer' }]],
      [link('veth1peer'), [{ flags: ['UP', 'LOWER_UP'], link: 'veth1' }]],
    ],
  },
  {
    name: 'nmstate-ipip',
    runs: ['link add name ipip0 up type ipip remote 192.0.2.2 local 192.0.2.1 ttl 255'],
    kernel: [
      [
        link('ipip0'),
        [
          {
            linkinfo: {
              ...{ info_kind: 'ipip' },
              info_data: { remote: '192.0.2.2', local: '192.0.2.1', ttl: 255 },
            },
          },
        ],
      ],
    ],
  },
  {
    name: 'nmstate-no-ipv6',
    runs: ['put_value /proc/sys/net/ipv6/conf/lo/disable_ipv6 1 || exit 1'],
    kernel: [['cat /proc/sys/net/ipv6/conf/lo/disable_ipv6', /^1$/m]],
  },
  {
    name: 'nmstate-vrf',
    runs: ['link add name vrf0 up type vrf table 100', 'link set dev enp4s0 master vrf0'],
    kernel: [
      [link('vrf0'), [{ linkinfo: { info_data: { table: 100 } } }]],
      [link('enp4s0'), [{ master: 'vrf0', linkinfo: { info_slave_kind: 'vrf' } }]],
    ],
  },
  {
    name: 'nmstate-route',
    runs: [
      'route replace 198.51.100.0/24 via 192.0.2.1 dev enp5s0 src 192.0.2.251 metric 150 table 254',
      'route replace blackhole 198.51.101.0/24 metric 0 table 254',
    ],
    kernel: [
      [
        route('198.51.100.0/24'),
        [{ gateway: '192.0.2.1', dev: 'enp5s0', metric: 150, prefsrc: '192.0.2.251' }],
      ],
      [route('198.51.101.0/24'), [{ type: 'blackhole' }]],
    ],
  },
  {
    name: 'nmstate-rule',
    runs: ['rule add priority 100 from 198.51.100.0/24 to 192.0.2.0/24 fwmark 48/16 table 254'],
    kernel: [
      [
        'ip -j rule show priority 100',
        [
          {
            ...{ src: '198.51.100.0', srclen: 24, dst: '192.0.2.0', dstlen: 24 },
            ...{ fwmark: '0x30', fwmask: '0x10', table: 'main' },
          },
        ],
      ],
    ],
  },
  {
    name: 'nmstate-dns',
    runs: [
      'route replace 0.0.0.0/0 via 192.0.2.1 dev enp2s0 metric 0 table 254',
      'route replace ::/0 via 2001:db8:1::1 dev enp2s0 metric 1024 table 254',
    ],
    kernel: [
      [address('enp2s0'), has('2001:db8:1::a', 64)],
      ['ip -6 -j route show default', [{ gateway: '2001:db8:1::1', dev: 'enp2s0' }]],
      [
        'cat /etc/resolv.conf',
        /search example\.net example\.org\nnameserver 2001:db8:1::53\nnameserver 192\.0\.2\.53/,
      ],
    ],
  },
  {
    name: 'nmstate-ovs',
    runs: ['address replace 192.0.2.1/24 dev ovs0'],
    kernel: [
      [
        ovs('stp_enable,mcast_snooping_enable', 'Bridge', 'ovs-br0'),
        /stp_enable\s+: true\s+mcast_snooping_enable\s*: false/,
      ],
      ['ovs-vsctl --timeout=20 list-ports ovs-br0', /^enp3s0\novs0$/m],
      [address('ovs0'), has('192.0.2.1', 24)],
    ],
  },
  {
    name: 'nmstate-ovs-vlans',
    runs: [],
    kernel: [
      [ovs('tag,vlan_mode', 'Port', 'ovs1'), /tag\s+: 2\s+vlan_mode\s+: access/],
      [ovs('trunks', 'Port', 'ovs2'), /trunks\s+: \[1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20\]/],
    ],
  },
  {
    name: 'nmstate-ovs-bond',
    runs: ['link set dev enp4s0 master bond0'],
    kernel: [
      [link('bond0'), [{ mtu: 9000, linkinfo: { info_data: { primary: 'enp4s0' } } }]],
      [link('enp5s0'), [{ mtu: 9000, master: 'bond0' }]],
      ['ovs-vsctl --timeout=20 list-ports ovs-br2', /^bond0$/m],
    ],
  },
  {
    name: 'nmstate-bridge-on-gateway',
    runs: ['link set dev enp2s0 master br1 up', 'address replace 10.244.0.1/24 dev br1'],
    kernel: [
      ['cat /sys/class/net/br1/address', /^52:54:00:00:01:02$/m],
      [route('default'), [{ gateway: '10.244.0.254', dev: 'br1' }]],
      [route('198.51.100.0/24'), [{ gateway: '10.244.0.254', dev: 'br1' }]],
    ],
  },
  {
    name: 'nmstate-bond-by-mac',
    runs: ['link set dev enp4s0 master bondcnv', 'link set dev enp5s0 master bondcnv'],
    kernel: [
      [
        link('bondcnv'),
        [
          {
            ...{ address: '52:54:00:00:01:04' },
            linkinfo: { info_data: { mode: 'balance-xor', xmit_hash_policy: 'vlan+srcmac' } },
          },
        ],
      ],
      [address('bondcnv'), has('192.0.2.50', 24)],
    ],
  },
  {
    name: 'nmstate-by-mac',
    runs: ['route replace 0.0.0.0/0 via 192.0.2.1 dev enp3s0 metric 100 table 254'],
    kernel: [
      [address('enp3s0'), has('192.0.2.60', 24)],
      [route('default'), [{ gateway: '192.0.2.1', dev: 'enp3s0', metric: 100 }]],
      ['cat /etc/resolv.conf', /search example\.net\nnameserver 192\.0\.2\.1$/m],
    ],
  },
];
