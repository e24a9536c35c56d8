import type { Lab, LabHost } from '../../lab';
import { until } from '../../lab/run';
import type { Props, Resource } from '../../lib/kind';
import { changes, deploy, freshLab, intentOf, LAB_TIMEOUT_MS, nothing } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let host: LabHost;

beforeAll(async () => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
});

const NEAR = '10.0.200.1';
const EVERY_MS = 50;
const bond = (props: Props): Resource => ({ kind: 'bond', props: { name: 'bond7', ports: [], ...props } });
const two = ['enp4s0', 'enp5s0'];
const onVlan200 = (one: Resource): Resource[] => [
  one,
  { kind: 'vlan', props: { name: 'b.200', link: one.props.name, vlanId: 200 } },
  { kind: 'address', props: { link: 'b.200', address: '10.0.200.11/24' } },
];

/** What was lost of a ping at a steady pace during an act, and for as long after it. */
async function lostDuring(act: () => Promise<unknown>, afterMs = 3000): Promise<number> {
  await host.sh(`nohup ping -n -i ${EVERY_MS / 1000} ${NEAR} >/run/ping.log 2>&1 & echo $! >/run/ping.pid`);
  await new Promise(resolve => setTimeout(resolve, 1000));
  await act();
  await new Promise(resolve => setTimeout(resolve, afterMs));
  const told = await host.sh(
    'kill -INT $(cat /run/ping.pid); while kill -0 $(cat /run/ping.pid) 2>/dev/null; do sleep 0.1; done; cat /run/ping.log',
  );
  const [, sent, received] = /(\d+) packets transmitted, (\d+) received/.exec(told)!;
  expect(Number(sent)).toBeGreaterThan(10);
  return (Number(sent) - Number(received)) * EVERY_MS;
}

const answers = () =>
  until('the switch', () =>
    host.exec(`ping -n -c 2 -i 0.2 -W 1 ${NEAR}`).then(({ code }) => code === 0 || undefined),
  );

/** Each follows the one before it in place: other modes, other monitors, options that need it down or empty. */
const walk: Record<string, { readonly props: Props; readonly told: Record<string, unknown> }> = {
  'active-backup, by MII': {
    props: {
      ...{ mode: 'active-backup', ports: two, miimonMs: 100, updelayMs: 200, downdelayMs: 100 },
      ...{ peerNotifDelayMs: 300, useCarrier: true, primary: 'enp5s0', primaryReselect: 'better' },
      ...{ failOverMac: 'follow', numGratArp: 3, resendIgmp: 4, allSlavesActive: true },
    },
    told: {
      ...{ mode: 'active-backup', miimon: 100, updelay: 200, downdelay: 100, peer_notify_delay: 300 },
      ...{ primary: 'enp5s0', primary_reselect: 'better', fail_over_mac: 'follow', num_peer_notif: 3 },
      ...{ resend_igmp: 4, all_slaves_active: 1, use_carrier: 1 },
    },
  },
  'active-backup, by ARP': {
    props: {
      ...{ mode: 'active-backup', ports: two, arpIntervalMs: 500, arpIpTargets: [NEAR, '10.0.200.2'] },
      ...{ nsIp6Targets: ['fd00:200::1'], arpValidate: 'filter', arpAllTargets: 'all', arpMissedMax: 7 },
      ...{ miimonMs: 0, useCarrier: false, failOverMac: 'active' },
    },
    told: {
      ...{ miimon: 0, arp_interval: 500, arp_ip_target: [NEAR, '10.0.200.2'], arp_missed_max: 7 },
      ...{ ns_ip6_target: ['fd00:200::1'], arp_validate: 'filter', arp_all_targets: 'all' },
      ...{ use_carrier: 0, fail_over_mac: 'active', all_slaves_active: 0, num_peer_notif: 1 },
    },
  },
  '802.3ad': {
    props: {
      ...{ mode: '802.3ad', ports: two, miimonMs: 50, lacpRate: 'fast', lacpActive: false, minLinks: 1 },
      ...{ adSelect: 'count', adActorSysPrio: 77, adActorSystem: '02:00:00:00:0b:77', adUserPortKey: 9 },
      ...{ xmitHashPolicy: 'vlan+srcmac' },
    },
    told: {
      ...{ mode: '802.3ad', miimon: 50, ad_lacp_rate: 'fast', ad_lacp_active: 'off', min_links: 1 },
      ...{ ad_select: 'count', ad_actor_sys_prio: 77, ad_actor_system: '02:00:00:00:0b:77' },
      ...{ ad_user_port_key: 9, xmit_hash_policy: 'vlan+srcmac', fail_over_mac: 'none', arp_interval: 0 },
    },
  },
  '802.3ad, all given back': {
    props: { mode: '802.3ad', ports: two, miimonMs: 100 },
    told: {
      ...{ ad_lacp_rate: 'slow', ad_lacp_active: 'on', min_links: 0, ad_select: 'stable' },
      ...{ ad_actor_sys_prio: 65535, ad_actor_system: '00:00:00:00:00:00', ad_user_port_key: 0 },
    },
  },
  'balance-tlb': {
    props: { mode: 'balance-tlb', ports: two, miimonMs: 100, lpIntervalSec: 5, tlbDynamicLb: false },
    told: { mode: 'balance-tlb', lp_interval: 5, tlb_dynamic_lb: 0 },
  },
  'balance-alb, which turns tlbDynamicLb on by itself': {
    props: { mode: 'balance-alb', ports: two, miimonMs: 100, lpIntervalSec: 5, tlbDynamicLb: false },
    told: { mode: 'balance-alb', lp_interval: 5, tlb_dynamic_lb: 0 },
  },
  'balance-rr': {
    props: { mode: 'balance-rr', ports: two, miimonMs: 100, packetsPerSlave: 4 },
    told: { mode: 'balance-rr', packets_per_slave: 4, lp_interval: 1 },
  },
  'balance-xor, by ARP': {
    props: {
      ...{ mode: 'balance-xor', ports: two, miimonMs: 0, arpIntervalMs: 500, arpIpTargets: [NEAR] },
      ...{ arpValidate: 'all', xmitHashPolicy: 'encap3+4' },
    },
    told: { mode: 'balance-xor', arp_validate: 'all', xmit_hash_policy: 'encap3+4', packets_per_slave: 1 },
  },
  'broadcast, with what ARP validates': {
    props: {
      ...{ mode: 'broadcast', ports: two, miimonMs: 0, arpIntervalMs: 500, arpIpTargets: [NEAR] },
      arpValidate: 'all',
    },
    told: { mode: 'broadcast', arp_validate: 'all', arp_interval: 500, xmit_hash_policy: 'layer2' },
  },
};

test.each(Object.entries(walk))('%s: every option is what the kernel says', async (_, { props, told }) => {
  const intent = intentOf(host, [bond(props)]);
  expect((await deploy(host, intent)).result).toBe('confirmed');
  const [link] = JSON.parse(await host.sh('ip -j -d link show dev bond7'));
  expect(link.linkinfo.info_data).toMatchObject(told);
  expect(await changes(host, intent)).toEqual([]);
});

describe('ports, with a ping every 50 ms over the bond', () => {
  const over = (ports: readonly string[]) =>
    intentOf(host, onVlan200(bond({ mode: 'active-backup', miimonMs: 100, ports })));
  const lost: Record<string, number> = {};

  afterAll(() => console.info('lost, in ms:', lost));

  test('all exchanged: the new one joins before the old one leaves', async () => {
    expect((await deploy(host, over(['enp4s0']))).result).toBe('confirmed');
    await answers();
    lost.exchange = await lostDuring(() => deploy(host, over(['enp5s0'])));
    expect(await host.sh('ls -d /sys/class/net/bond7/lower_*')).toBe('/sys/class/net/bond7/lower_enp5s0\n');
    expect(lost.exchange).toBeLessThanOrEqual(1000);
  });

  test('one added and one removed', async () => {
    lost.added = await lostDuring(() => deploy(host, over(two)));
    lost.removed = await lostDuring(() => deploy(host, over(['enp4s0'])));
    expect(lost.added).toBeLessThanOrEqual(1000);
    expect(lost.removed).toBeLessThanOrEqual(1000);
  });

  test('the cable of the active one pulled', async () => {
    await deploy(host, over(two));
    await answers();
    const active = (await host.sh('cat /sys/class/net/bond7/bonding/active_slave')).trim();
    lost.failover = await lostDuring(() => host.setLink(active, false));
    expect((await host.sh('cat /sys/class/net/bond7/bonding/active_slave')).trim()).not.toBe(active);
    await host.setLink(active, true);
    expect(lost.failover).toBeLessThanOrEqual(1000);
  });

  const lacpOver = (ports: readonly string[]) =>
    intentOf(host, onVlan200(bond({ mode: '802.3ad', lacpRate: 'fast', miimonMs: 100, ports })));
  const distributes = async (port: string): Promise<boolean> => {
    const state = await host.sh(`cat /sys/class/net/${port}/bonding_slave/ad_actor_oper_port_state`);
    // LACP_STATE_DISTRIBUTING (net/bond_3ad.h).
    return (Number(state) & 0x20) !== 0;
  };
  const works = (port: string) =>
    until(`LACP on ${port}`, async () => (await distributes(port)) || undefined, { everyMs: 500 });

  test('the LACP partner of one port lost, though the carrier stays', async () => {
    const intent = lacpOver(['enp2s0', 'enp3s0']);
    expect((await deploy(host, intent)).result).toBe('confirmed');
    for (const port of ['enp2s0', 'enp3s0']) await works(port);
    await answers();
    const far = host.switchPort('enp3s0');
    const fails = async () => !(await distributes('enp3s0')) || undefined;
    lost.partner = await lostDuring(async () => {
      await lab.switch.sh(`ip link set ${far} down`);
      await until('LACP to end on enp3s0', fails, { everyMs: 500 });
    });
    await answers();
    expect(await host.sh('cat /sys/class/net/bond7/carrier')).toBe('1\n');
    expect(await changes(host, intent)).toEqual([]);
    await lab.switch.sh(`ip link set ${far} up`);
    await works('enp3s0');
    // LACP asks every second and waits for three answers (IEEE 802.1AX, Short_Timeout_Time).
    expect(lost.partner).toBeLessThanOrEqual(4000);
  });

  describe('of a bundle with LACP', () => {
    /** The far ends that the switch has in the aggregate that it uses. */
    const aggregate = async (): Promise<string[]> => {
      const told = await lab.switch.sh(`cd /sys/class/net
for port in $(cat ${host.switchBond}/bonding/slaves); do
  [ "$(cat $port/bonding_slave/ad_aggregator_id)" != "$(cat ${host.switchBond}/bonding/ad_aggregator)" ] || echo $port
done`);
      return told.trim().split('\n').sort();
    };

    beforeAll(async () => {
      const spare = host.switchPort('enp4s0');
      await lab.switch.sh(`ip link set ${spare} nomaster; ip link set ${spare} down
ip link set ${spare} master ${host.switchBond}; ip link set ${spare} up`);
    });

    test.each([
      ['one', ['enp2s0', 'enp3s0'], ['enp2s0', 'enp4s0']],
      ['the first one', ['enp2s0', 'enp4s0'], ['enp3s0', 'enp4s0']],
    ])('%s exchanged: %j becomes %j', async (which, from, to) => {
      await deploy(host, lacpOver(from));
      for (const port of from) await works(port);
      await answers();
      const wanted = to.map(port => host.switchPort(port)).join();
      lost[`${which} with LACP`] = await lostDuring(async () => {
        await deploy(host, lacpOver(to));
        for (const port of to) await works(port);
        await until('the aggregate', async () => (await aggregate()).join() === wanted || undefined, {
          everyMs: 500,
        });
      });
      expect(await changes(host, lacpOver(to))).toEqual([]);
      expect(lost[`${which} with LACP`]).toBeLessThanOrEqual(1000);
    });
  });
});

test('a destroy leaves nothing of it', async () => {
  await deploy(host, nothing(host));
  expect(await host.sh('ls /sys/class/net')).not.toMatch(/bond7|b\.200/);
});
