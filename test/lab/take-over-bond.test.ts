import { RootConstruct } from 'constructs';
import { type SshProps, TrunkedHost, VlanBridge } from '../../constructs';
import { kinds } from '../../constructs/kinds';
import type { Lab, LabHost } from '../../lab';
import { until } from '../../lab/run';
import { inspect } from '../../lib/apply/inspect';
import type { Intent } from '../../lib/intent/intent';
import { begin, drafted, nothingLeft, withConnection } from './invariants';
import {
  changes,
  deploy,
  freshLab,
  gatewayAnswers,
  intentOf,
  LAB_TIMEOUT_MS,
  managementTarget,
  plan,
  plugIn,
  residue,
  target,
  unplug,
} from './support';
import { bootAgain, unmask } from './take-over';

jest.setTimeout(LAB_TIMEOUT_MS);

const FOLDER = '/etc/NetworkManager/system-connections';

const profile = (number: number, link: string, type: string, more: string): string =>
  `cat >${FOLDER}/${link}.nmconnection <<'N'
[connection]
id=${link}
uuid=0c9d1f5e-3b0e-4a1e-9d43-6a3f2c8f1b0${number}
interface-name=${link}
type=${type}
${more}
N
`;
const QUIET = '[ipv4]\nmethod=disabled\n[ipv6]\nmethod=disabled';

/** A hypervisor as RHEL's installer and nmcli leave it: NetworkManager made the bond, its VLANs and the guests' bridge. */
const SET_UP = [
  unmask('NetworkManager.service', 'NetworkManager-wait-online.service', 'NetworkManager-dispatcher.service'),
  '',
  profile(1, 'bond0', 'bond', `[bond]\nmode=802.3ad\nmiimon=100\nlacp_rate=fast\n${QUIET}`),
  profile(2, 'enp2s0', 'ethernet', 'master=bond0\nslave-type=bond'),
  profile(3, 'enp3s0', 'ethernet', 'master=bond0\nslave-type=bond'),
  profile(
    4,
    'bond0.100',
    'vlan',
    '[vlan]\nid=100\nparent=bond0\n[ipv4]\nmethod=manual\naddress1=10.0.100.11/24,10.0.100.1\n[ipv6]\nmethod=disabled',
  ),
  profile(5, 'br200', 'bridge', `[bridge]\nstp=false\n${QUIET}`),
  profile(6, 'bond0.200', 'vlan', 'master=br200\nslave-type=bridge\n[vlan]\nid=200\nparent=bond0'),
  `chmod 600 ${FOLDER}/*; systemctl enable --now NetworkManager 2>/dev/null`,
].join('\n');

const LINKS = ['bond0', 'bond0.100', 'bond0.200', 'br200', 'enp2s0', 'enp3s0'];

let lab: Lab;
let host: LabHost;
let files: string;

function described(takeOver: boolean, settings: Intent['settings'] = {}): Intent {
  const made = new TrunkedHost(new RootConstruct(), host.name, {
    ssh: target(host) as SshProps,
    plan,
    uplinks: ['enp2s0', 'enp3s0'],
    bond: { mode: '802.3ad', lacpRate: 'fast' },
    management: { vlan: 'management', address: '10.0.100.11/24' },
    takeOver,
    confirmTimeoutSec: 120,
  });
  new VlanBridge(made, 'web', { vlan: 'web' });
  const intent = made.intent();
  return { ...intent, settings: { ...intent.settings, ...settings } };
}

const connected = (): Promise<string> =>
  host.sh("nmcli -t -f DEVICE,STATE device | sed -n 's/:connected$//p' | grep '^b\\|^enp[23]' | sort || :");

const managerHasThem = (): Promise<true> =>
  until('NetworkManager to have its links', async () =>
    (await connected()) === `${LINKS.join('\n')}\n` &&
    (await host.sh('ip -br address show bond0.100 2>/dev/null || :')).includes('10.0.100.11/24')
      ? true
      : undefined,
  );

const indexes = (): Promise<string> =>
  host.sh(`cd /sys/class/net; for link in ${LINKS.join(' ')}; do echo $link $(cat $link/ifindex); done`);

const managersFiles = (): Promise<string> =>
  host.sh('cd /etc/NetworkManager; find . -type f | sort | xargs sha256sum');

beforeAll(async () => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
  await host.sh(SET_UP);
  await managerHasThem();
  files = await managersFiles();
});

test('a bond that NetworkManager made is refused without leave, by file', async () => {
  await expect(deploy(host, described(false))).rejects.toMatchObject({
    code: 'TL118',
    message: expect.stringContaining(
      `bond0 is configured by NetworkManager, in ${FOLDER}/bond0.nmconnection`,
    ),
  });
});

test('a change that does not stand goes back, and NetworkManager has its links', async () => {
  await expect(deploy(host, described(true, { probes: ['false'] }))).rejects.toMatchObject({
    code: 'reverted',
  });
  await managerHasThem();
  await nothingLeft(host);
  expect(await managersFiles()).toBe(files);
});

test('after a power cut before it is confirmed NetworkManager makes them again', async () => {
  await withConnection(host, async connection => {
    const prepared = await inspect(kinds, target(host), described(true));
    expect((await begin(connection, drafted(prepared))).word).toBe('applied');
  });
  await bootAgain(host);
  await managerHasThem();
  await nothingLeft(host);
  expect(await managersFiles()).toBe(files);
});

test('they are handed over as they are, over the management path: no link is made anew, no frame of a guest lost', async () => {
  const before = await indexes();
  await plugIn(host, 'br200', '10.0.200.99/24');
  await host.sh('ip netns exec vm-br200 ping -q -c 1 -w 60 10.0.200.1');
  await host.sh(
    'ip netns exec vm-br200 ping -i 0.2 10.0.200.1 >/run/pings 2>&1 </dev/null & echo $! >/run/pings.pid',
  );
  await deploy(host, described(true), { target: managementTarget(lab, host) });
  const told = await host.sh(
    "kill -INT $(cat /run/pings.pid); sed -n 's/.*icmp_seq=\\([0-9]*\\).*/\\1/p' /run/pings",
  );
  expect(await indexes()).toBe(before);
  const answered = told.trim().split('\n').map(Number);
  expect(answered.length).toBeGreaterThan(10);
  // Emulated hosts on a busy machine lose one now and then.
  expect(Math.max(...answered) - answered.length).toBeLessThanOrEqual(2);
  await unplug(host, 'br200');
  expect(await connected()).toBe('');
  expect(await changes(host, described(true))).toEqual([]);
  expect(await changes(host, described(false))).toEqual([]);
});

test('NetworkManager started anew changes nothing', async () => {
  await host.sh(
    'systemctl restart NetworkManager; until nmcli general status >/dev/null 2>&1; do sleep 0.5; done',
  );
  expect(await changes(host, described(true))).toEqual([]);
  await gatewayAnswers(host);
});

test('it comes up so after a power cut', async () => {
  await bootAgain(host);
  expect(await connected()).toBe('');
  expect(await changes(host, described(true))).toEqual([]);
  await gatewayAnswers(host);
});

test('a destroy gives them back, for the next boot too', async () => {
  await deploy(host, intentOf(host, [], { confirmTimeoutSec: 240 }));
  await managerHasThem();
  expect(await managersFiles()).toBe(files);
  expect(await residue(host)).toBe('');
  await bootAgain(host);
  await managerHasThem();
});
