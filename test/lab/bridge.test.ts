import { RootConstruct } from 'constructs';
import {
  Address,
  Bond,
  Bridge,
  BridgePort,
  Host,
  Link,
  type SshProps,
  Sysctl,
  TrunkBridge,
  Vlan,
  VlanBridge,
} from '../../constructs';
import type { Lab, LabHost } from '../../lab';
import type { Intent } from '../../lib/intent/intent';
import { expectSound, snapshot } from './invariants';
import { changes, deploy, freshLab, gatewayAnswers, LAB_TIMEOUT_MS, nothing, plan, target } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let host: LabHost;
let before: string;

const describeHost = (draw: (described: Host) => void): Intent => {
  const described = new Host(new RootConstruct(), host.name, {
    ssh: target(host) as SshProps,
    plan,
    confirmTimeoutSec: 240,
  });
  draw(described);
  return described.intent();
};

/** Guests: namespaces behind veths, whose ends on the host the description takes as ports. */
const guests = (names: readonly string[]) =>
  host.sh(
    names
      .map(
        name =>
          `ip netns add vm-${name}; ip link add tap-${name} type veth peer name eth0 netns vm-${name}; ip -n vm-${name} link set eth0 up; ip -n vm-${name} link set lo up`,
      )
      .join('\n'),
  );
const at = (name: string, command: string) => `ip netns exec vm-${name} ${command}`;
const address = (name: string, text: string, link = 'eth0') =>
  host.sh(
    `ip -n vm-${name} address flush dev ${link} scope global; ip -n vm-${name} address add ${text} dev ${link}`,
  );
/** How many of three pings came back. A neighbour that was asked for in vain before would be awaited for a while. */
const answers = async (name: string, to: string): Promise<number> => {
  await host.sh(`ip -n vm-${name} neigh flush all`);
  const { stdout } = await host.exec(at(name, `ping -n -c 3 -i 0.3 -W 1 ${to}`));
  return Number(/(\d+) received/.exec(stdout)?.[1]);
};

beforeAll(async () => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
  before = await snapshot(host);
  await guests(['a', 'b', 'c', 'd']);
});

const trunk = (described: Host) =>
  new Bond(described, 'bond0', {
    mode: '802.3ad',
    lacpRate: 'fast',
    miimonMs: 100,
    ports: ['enp2s0', 'enp3s0'],
  });

describe('one VLAN-aware bridge on the trunk', () => {
  const intent = () =>
    describeHost(described => {
      const bridge = new TrunkBridge(described, 'br0', { trunk: trunk(described) });
      bridge.hostVlan('management', { address: `${host.managementAddress}/24` });
      bridge.accessPort('tap-a', 'web');
      bridge.accessPort('tap-b', 'web');
      bridge.accessPort('tap-c', 300);
      bridge.trunkPort('tap-d', { vlans: ['web', 300] });
    });

  test('is deployed, and has just the VLANs that were asked for', async () => {
    expect((await deploy(host, intent())).result).toBe('confirmed');
    expect(await changes(host, intent())).toEqual([]);
    const { stdout } = await host.exec('bridge -j -compressvlans vlan show');
    const told = (JSON.parse(stdout) as { ifname: string; vlans: object[] }[]).map(
      ({ ifname, vlans }) => `${ifname} ${JSON.stringify(vlans).replace(/[^\w,]|vlan|flags|Egress /g, '')}`,
    );
    expect(told.sort()).toEqual([
      'bond0 100,200,300',
      'br0 100',
      'tap-a 200,PVID,Untagged',
      'tap-b 200,PVID,Untagged',
      'tap-c 300,PVID,Untagged',
      'tap-d 200,300',
    ]);
  });

  test('the host is reached by its VLAN of the bridge, tagged on the trunk', async () => {
    await gatewayAnswers(host);
  });

  test('untagged guests of one VLAN reach each other', async () => {
    await address('a', '10.9.0.1/24');
    await address('b', '10.9.0.2/24');
    expect(await answers('a', '10.9.0.2')).toBe(3);
  });

  test('another VLAN is another world, whatever the addresses', async () => {
    await address('c', '10.9.0.3/24');
    expect(await answers('a', '10.9.0.3')).toBe(0);
  });

  test('a guest that tags by itself is in both, and in no third one', async () => {
    await host.sh(
      [200, 300, 100]
        .map(id => at('d', `ip link add link eth0 name eth0.${id} up type vlan id ${id}`))
        .join('; '),
    );
    await address('d', '10.9.0.4/24', 'eth0.200');
    expect(await answers('d', '10.9.0.1')).toBe(3);
    expect(await answers('d', '10.9.0.3')).toBe(0);
    await host.sh(at('d', 'ip address flush dev eth0.200'));
    await address('d', '10.9.0.4/24', 'eth0.300');
    expect(await answers('d', '10.9.0.3')).toBe(3);
    await host.sh(at('d', 'ip address flush dev eth0.300'));
    await address('d', '10.0.100.77/24', 'eth0.100');
    expect(await answers('d', host.managementAddress)).toBe(0);
  });

  test('an undeclared tap is in no VLAN, and is not touched', async () => {
    await guests(['e']);
    await host.sh('ip link set tap-e master br0 up');
    await address('e', '10.9.0.5/24');
    expect(await answers('e', '10.9.0.1')).toBe(0);
    expect(await changes(host, intent())).toEqual([]);
    await host.sh('bridge vlan add dev tap-e vid 200 pvid untagged');
    expect(await answers('e', '10.9.0.1')).toBe(3);
    expect(await changes(host, intent())).toEqual([]);
    await host.sh('ip link del tap-e; ip netns del vm-e');
  });

  test('isolated ports reach others, and not each other; with hairpin a frame comes back', async () => {
    const isolated = () =>
      describeHost(described => {
        const bridge = new TrunkBridge(described, 'br0', { trunk: trunk(described) });
        bridge.hostVlan('management', { address: `${host.managementAddress}/24` });
        bridge.accessPort('tap-a', 'web', { isolated: true });
        bridge.accessPort('tap-b', 'web', { isolated: true });
        bridge.accessPort('tap-c', 'web', { hairpin: true });
        bridge.trunkPort('tap-d', { vlans: ['web', 300] });
      });
    expect((await deploy(host, isolated())).result).toBe('confirmed');
    expect(await answers('a', '10.9.0.2')).toBe(0);
    expect(await answers('a', '10.9.0.3')).toBe(3);
    // Two stations behind one port, as behind a card in VEPA mode: what one sends to the other turns round.
    await host.sh(
      `ip netns add vm-c2; ip -n vm-c link add mv0 link eth0 netns vm-c2 type macvlan mode vepa; ip -n vm-c2 link set mv0 up; ip -n vm-c2 address add 10.9.0.9/24 dev mv0`,
    );
    expect(await answers('c2', '10.9.0.3')).toBe(3);
    await host.sh('bridge link set dev tap-c hairpin off');
    expect(await answers('c2', '10.9.0.3')).toBe(0);
    await host.sh('ip netns del vm-c2');
  });

  test('destroy leaves nothing', async () => {
    await host.sh('for n in a b c d; do ip link set tap-$n down; done');
    await deploy(host, nothing(host));
    await host.sh('for n in a b c d; do ip link del tap-$n; ip netns del vm-$n; done');
    await expectSound(host, before, nothing(host));
  });
});

describe('filtering on a bridge that the management path goes over', () => {
  const flat = (aware: boolean) =>
    describeHost(described => {
      const bond = trunk(described);
      const bridge = new Bridge(described, 'br0', {
        ports: [bond],
        ...(aware && { vlanFiltering: true, tagged: [100] }),
      });
      if (aware) new BridgePort(described, 'trunk', { bridge, link: bond, tagged: [100, 200] });
      const management = new Vlan(described, 'management', { link: bridge, vlanId: 100 });
      new Address(described, 'address', { link: management, address: `${host.managementAddress}/24` });
    });

  test.each([
    ['on', true],
    ['off', false],
  ])('is switched %s, with the path open: at most two pings of hundreds are lost', async (_, aware) => {
    if (aware) await deploy(host, flat(false));
    await host.sh('ping -c 3 -W 5 10.0.100.1');
    await host.sh('(ping -n -i 0.02 10.0.100.1 >/tmp/pings 2>&1 & echo $! >/tmp/pings.pid)');
    const { result } = await deploy(host, flat(aware));
    const told = await host.sh(
      "kill $(cat /tmp/pings.pid); sed -n 's/.*icmp_seq=\\([0-9]*\\).*/\\1/p' /tmp/pings",
    );
    expect(result).toBe('confirmed');
    expect(await host.sh('cat /sys/class/net/br0/bridge/vlan_filtering')).toBe(aware ? '1\n' : '0\n');
    // What is under way when ping is stopped is not counted.
    const answered = told.trim().split('\n').map(Number);
    expect(answered.length).toBeGreaterThan(50);
    // Emulated hosts on a busy machine lose one now and then.
    expect(Math.max(...answered) - answered.length).toBeLessThanOrEqual(2);
  });
});

describe('from a bridge a VLAN to one bridge for all, and back', () => {
  const pairs = () =>
    describeHost(described => {
      const bond = trunk(described);
      const management = new Vlan(described, 'management', { link: bond, vlanId: 100 });
      new Address(described, 'address', { link: management, address: `${host.managementAddress}/24` });
      new VlanBridge(described, 'web', { vlan: 'web', trunk: bond });
      new VlanBridge(described, 'storage', { vlan: 'storage', trunk: bond });
    });
  const one = () =>
    describeHost(described => {
      const bridge = new TrunkBridge(described, 'br0', { trunk: trunk(described) });
      bridge.hostVlan('management', { address: `${host.managementAddress}/24` });
    });

  test.each([
    ['pairs', pairs],
    ['one', one],
    ['pairs again', pairs],
  ])('%s: in one transaction, the management path included', async (_, intent) => {
    const { result } = await deploy(host, intent());
    expect(result).toBe('confirmed');
    expect(await changes(host, intent())).toEqual([]);
    await gatewayAnswers(host);
  });

  test('destroy leaves nothing', async () => {
    await deploy(host, nothing(host));
    await expectSound(host, before, nothing(host));
  });
});

describe('the host’s packet filters', () => {
  /** The module's own switches, which count for every bridge, are off. */
  const intent = (of: { readonly nfCallIptables?: boolean; readonly nfCallIp6tables?: boolean }) =>
    describeHost(described => {
      new Bridge(described, 'br-nf', { ports: ['tap-f', 'tap-g'], ...of });
      for (const name of ['iptables', 'ip6tables', 'arptables'])
        new Sysctl(described, name, { key: `net.bridge.bridge-nf-call-${name}`, value: 0 });
    });
  const passing = async () => [await answers('f', '10.9.7.2'), await answers('f', 'fd00:97::2')];

  let without: string;

  beforeAll(async () => {
    without = await snapshot(host);
    await host.sh('modprobe br_netfilter');
    await guests(['f', 'g']);
    for (const [name, last] of [
      ['f', 1],
      ['g', 2],
    ] as const) {
      await address(name, `10.9.7.${last}/24`);
      await host.sh(`ip -n vm-${name} address add fd00:97::${last}/64 dev eth0 nodad`);
    }
    await host.sh(`nft -f - <<'NFT'
table inet lab {
  chain forward {
    type filter hook forward priority filter
    ip saddr 10.9.7.0/24 drop
    icmpv6 type echo-request ip6 saddr fd00:97::/64 drop
  }
}
NFT`);
  });

  test.each([
    ['is not asked about what passes a bridge', {}, [3, 3]],
    ['is asked about IPv4 with nfCallIptables', { nfCallIptables: true, nfCallIp6tables: false }, [0, 3]],
    ['is asked about IPv6 with nfCallIp6tables', { nfCallIptables: false, nfCallIp6tables: true }, [3, 0]],
    ['is asked no more once neither is set', {}, [3, 3]],
  ])('a rule that drops what is forwarded %s', async (_, of, received) => {
    expect((await deploy(host, intent(of))).result).toBe('confirmed');
    expect(await changes(host, intent(of))).toEqual([]);
    expect(await passing()).toEqual(received);
  });

  test('one for all bridges counts where the bridge’s own is off', async () => {
    await host.sh('echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables');
    expect(await passing()).toEqual([0, 3]);
    expect((await deploy(host, intent({}))).result).toBe('confirmed');
    expect(await passing()).toEqual([3, 3]);
  });

  test('destroy leaves nothing', async () => {
    await host.sh('nft delete table inet lab');
    await deploy(host, nothing(host));
    await host.sh('for n in f g; do ip link del tap-$n; ip netns del vm-$n; done; rmmod br_netfilter');
    await expectSound(host, without, nothing(host));
  });
});

describe('what is read back', () => {
  const options = {
    ...{ stp: true, priority: 4096, forwardDelaySec: 4, helloTimeSec: 1, maxAgeSec: 10, ageingTimeSec: 60 },
    ...{ vlanFiltering: true, vlanDefaultPvid: 7, vlanProtocol: '802.1ad' as const },
    ...{ tagged: ['100-110', 120], untagged: [30, 31], pvid: 30 },
    ...{ mcastSnooping: false, mcastQuerier: true, mcastRouter: 2 as const, groupFwdMask: 16392 },
    ...{ noLinklocalLearn: true, mac: '02:00:00:00:0b:01', mtu: 1400 },
  };
  const port = {
    ...{ tagged: ['1000-1999'], pvid: 5, cost: 77, priority: 9, guard: true, rootBlock: true },
    ...{ isolated: true, hairpin: true, learning: false, locked: true, flood: false, mcastFlood: false },
    ...{ bcastFlood: false, neighSuppress: true, fastLeave: true, mcastToUnicast: true },
    ...{ mcastRouter: 2 as const, staticMacs: ['02:00:00:00:00:05@5', '02:00:00:00:00:06@1500'] },
  };
  const intent = (bare: boolean) =>
    describeHost(described => {
      const link = new Link(described, 'dum0', { name: 'dum0', up: true });
      const bridge = new Bridge(described, 'br7', bare ? { ports: [link] } : { ...options, ports: [link] });
      if (!bare) new BridgePort(described, 'port', { bridge, link, ...port });
    });

  test('is every option as it was set, and the kernel’s own when it is set no more', async () => {
    await host.sh('ip link add dum0 type dummy; ip link set dum0 up');
    expect((await deploy(host, intent(true))).result).toBe('confirmed');
    const plain = await host.sh('ip -d link show br7; bridge -d link show dev dum0; bridge vlan show');
    expect((await deploy(host, intent(false))).result).toBe('confirmed');
    expect(await changes(host, intent(false))).toEqual([]);
    const told = await host.sh(
      'ip -d link show br7; bridge -d link show dev dum0; bridge fdb show brport dum0 state static',
    );
    for (const word of [
      ...[
        'vlan_filtering 1',
        'vlan_protocol 802.1ad',
        'vlan_default_pvid 7',
        'mcast_snooping 0',
        'mcast_querier 1',
      ],
      ...[
        'mcast_router 2',
        'group_fwd_mask 0x4008',
        'no_linklocal_learn 1',
        'cost 77',
        'priority 9',
        'guard on',
      ],
      ...['hairpin on', 'root_block on', 'fastleave on', 'learning off', 'flood off', 'mcast_flood off'],
      ...['bcast_flood off', 'neigh_suppress on', 'isolated on', 'locked on', 'mcast_to_unicast on'],
      ...['02:00:00:00:00:05 vlan 5', '02:00:00:00:00:06 vlan 1500'],
    ])
      expect(told).toContain(word);
    expect((await deploy(host, intent(true))).result).toBe('confirmed');
    const back = await host.sh('ip -d link show br7; bridge -d link show dev dum0; bridge vlan show');
    // Timers run, a bridge keeps the address that it was given, and a port its cost (BR_ADMIN_COST).
    const still = (text: string) =>
      text.replace(/(\w+_timer +\S+|\w+_id \S+|link\/ether \S+|designated_\w+ \S+|cost \d+|mtu \d+)/g, '');
    expect(still(back)).toBe(still(plain));
  });
});
