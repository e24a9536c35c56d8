import { RootConstruct } from 'constructs';
import { type SshProps, TrunkedHost, VlanBridge, VlanGateway, VlanPlan } from '../../constructs';
import type { Lab, LabHost } from '../../lab';
import type { Intent } from '../../lib/intent/intent';
import { expectSound, snapshot } from './invariants';
import { changes, deploy, freshLab, intentOf, LAB_TIMEOUT_MS, nothing, target } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let host: LabHost;
let before: string;

beforeAll(async () => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
  before = await snapshot(host);
});

describe('a VLAN with a gateway of its own, beside the default route', () => {
  const plan = new VlanPlan({
    management: { id: 100, prefix: '10.0.100.0/24', gateway: '10.0.100.1', role: 'management' },
    web: { id: 200, prefix: '10.0.200.0/24', gateway: '10.0.200.1' },
  });
  /** Behind both gateways. */
  const far = '10.99.99.1';

  function described(): Intent {
    const made = new TrunkedHost(new RootConstruct(), host.name, {
      ssh: target(host) as SshProps,
      plan,
      uplinks: ['enp2s0', 'enp3s0'],
      management: { vlan: 'management', address: plan.vlan('management').host(11) },
    });
    const address = plan.vlan('web').host(11);
    const web = new VlanBridge(made, 'web', { vlan: 'web', address });
    new VlanGateway(made, 'web-gateway', { vlan: 'web', link: web, address });
    return made.intent();
  }

  const sentBy = async (link: string): Promise<number> =>
    Number(await host.sh(`cat /sys/class/net/${link}/statistics/tx_packets`));

  test('is deployed, and nothing is left to do', async () => {
    expect((await deploy(host, described())).result).toBe('confirmed');
    expect(await changes(host, described())).toEqual([]);
  });

  test.each([
    ['10.0.200.11', 'br200', 'bond0.100'],
    ['10.0.100.11', 'bond0.100', 'br200'],
  ])('what is sent from %s leaves by %s', async (source, by, notBy) => {
    await lab.switch.sh(`ip address replace ${far}/32 dev lo`);
    const [sent, other] = [await sentBy(by), await sentBy(notBy)];
    expect(await host.sh(`ping -c 5 -i 0.2 -W 5 -I ${source} ${far}`)).toMatch(/[345] received/);
    expect((await sentBy(by)) - sent).toBeGreaterThanOrEqual(5);
    expect((await sentBy(notBy)) - other).toBeLessThan(5);
  });

  test('comes back after a power cut', async () => {
    await host.powerCut();
    expect(await changes(host, described())).toEqual([]);
    expect(await host.sh(`ip route get ${far} from 10.0.200.11`)).toContain(
      'via 10.0.200.1 dev br200 table 10200',
    );
  });

  test('is taken away without a trace', async () => {
    await deploy(host, nothing(host));
    await expectSound(host, before, nothing(host));
  });
});

describe('routes that lead several ways or nowhere', () => {
  const address = { kind: 'address', props: { link: 'enp2s0', address: '10.60.0.1/24' } };
  const route = (props: Record<string, unknown>) => ({ kind: 'route', props });
  const described = (...routes: ReturnType<typeof route>[]): Intent =>
    intentOf(host, [{ kind: 'link', props: { name: 'enp2s0', up: true } }, address, ...routes]);
  const get = (to: string): Promise<string> =>
    host.exec(`ip route get ${to} 2>&1`).then(({ stdout }) => stdout);

  test('a route becomes a dead end, several ways, and one way again, in place', async () => {
    const to = '10.61.0.0/16';
    await deploy(host, described(route({ to, via: '10.60.0.254' })));
    expect(await get('10.61.0.1')).toContain('via 10.60.0.254');
    await deploy(host, described(route({ to, type: 'unreachable' })));
    expect(await get('10.61.0.1')).toContain('No route to host');
    const nextHops = [{ via: '10.60.0.254', weight: 3 }, { via: '10.60.0.253' }];
    await deploy(host, described(route({ to, nextHops })));
    expect(await host.sh(`ip route show ${to}`)).toMatch(/weight 1[\s\S]*weight 3|weight 3[\s\S]*weight 1/);
    await deploy(host, described(route({ to, via: '10.60.0.253' })));
    expect(await host.sh(`ip route show ${to}`)).toMatch(
      /^10\.61\.0\.0\/16 via 10\.60\.0\.253 dev enp2s0 *\n$/,
    );
  });

  test("a table that the host's rt_tables gives a name is known by its number", async () => {
    await host.sh('echo "77 storage" >>/etc/iproute2/rt_tables');
    const intent = described(route({ to: '10.62.0.0/16', via: '10.60.0.254', table: 77 }));
    await deploy(host, intent);
    expect(await host.sh('ip route show table storage')).toContain('10.62.0.0/16');
    expect(await changes(host, intent)).toEqual([]);
  });

  test('what others have of dead ends and rules is left alone', async () => {
    await host.sh('ip route add blackhole 10.66.0.0/16; ip rule add priority 500 from 10.67.0.0/16 table 77');
    await deploy(host, nothing(host));
    expect(await host.sh('ip route show type blackhole; ip rule show priority 500')).toMatch(
      /blackhole 10\.66\.0\.0\/16[\s\S]*from 10\.67\.0\.0\/16/,
    );
    await host.sh('ip route del blackhole 10.66.0.0/16; ip rule del priority 500');
    await expectSound(host, before, nothing(host));
  });
});

describe('rules by what a packet carries and who sends it', () => {
  const rule = (props: Record<string, unknown>) => ({ kind: 'rule', props: { family: 4, ...props } });
  const described = (): Intent =>
    intentOf(host, [
      rule({ priority: 90, tos: 16, to: '10.64.0.0/24', goto: 110 }),
      rule({ priority: 100, ipProto: 'icmp', to: '10.64.0.0/24', action: 'prohibit' }),
      rule({ priority: 110, action: 'nop' }),
      rule({ priority: 120, uidRange: 65534, ipProto: 'tcp', dport: '8000-8099', action: 'prohibit' }),
    ]);

  /** Whether a user gets through to a port of the guest. */
  const reaches = async (uid: number, port: number): Promise<boolean> =>
    (await host.exec(`setpriv --reuid=${uid} --clear-groups nc -z -w 30 10.64.0.2 ${port}`)).code === 0;
  const pings = async (tos: number): Promise<boolean> =>
    (await host.exec(`ping -q -c 2 -i 0.3 -W 5 -Q ${tos} 10.64.0.2`)).code === 0;

  beforeAll(async () => {
    await host.sh(`ip netns add there; ip link add here type veth peer name eth0 netns there
      ip address add 10.64.0.1/24 dev here; ip link set here up
      ip -n there address add 10.64.0.2/24 dev eth0; ip -n there link set eth0 up
      for port in 8001 8100; do ip netns exec there nc -lk $port >/dev/null 2>&1 & done`);
    expect(await pings(0)).toBe(true);
  });

  test('protocol, port and user are told apart', async () => {
    await deploy(host, described());
    expect(await changes(host, described())).toEqual([]);
    expect(await reaches(65534, 8001)).toBe(false);
    expect(await reaches(65534, 8100)).toBe(true);
    expect(await reaches(0, 8001)).toBe(true);
  });

  test('a packet goes past the rules between', async () => {
    expect(await pings(0)).toBe(false);
    expect(await pings(16)).toBe(true);
  });

  test('all of it goes', async () => {
    await deploy(host, nothing(host));
    expect(await pings(0)).toBe(true);
    expect(await reaches(65534, 8001)).toBe(true);
    await host.sh('ip netns pids there | xargs -r kill; ip link del here; ip netns del there');
    await expectSound(host, before, nothing(host));
  });
});

describe('duplicate address detection', () => {
  const described = (address: string): Intent =>
    intentOf(
      host,
      [
        { kind: 'bridge', props: { name: 'br9', ports: [] } },
        { kind: 'address', props: { link: 'br9', address } },
      ],
      { confirmTimeoutSec: 15 },
    );

  beforeAll(async () => {
    await deploy(host, described('fd00:9::1/64'));
    await host.sh(`ip netns add guest && ip link add vnet9 type veth peer name eth0 netns guest &&
      ip link set vnet9 master br9 up && ip -n guest link set eth0 up && ip -n guest address add fd00:9::2/64 dev eth0 nodad`);
  });

  test('is awaited: a confirmed address is one that works', async () => {
    await deploy(host, described('fd00:9::3/64'));
    expect(await host.sh('ip -6 address show dev br9 tentative')).not.toContain('fd00:9::3');
  });

  test('that finds another with the address takes the change back', async () => {
    await expect(deploy(host, described('fd00:9::2/64'))).rejects.toMatchObject({
      code: 'reverted',
      message: expect.stringContaining('fd00:9::2/64'),
    });
    expect(await changes(host, described('fd00:9::3/64'))).toEqual([]);
    await host.sh('ip link del vnet9; ip netns del guest');
    await deploy(host, nothing(host));
    await expectSound(host, before, nothing(host));
  });
});
