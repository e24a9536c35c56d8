import type { TrunkedHostProps } from '../../constructs';
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
  managementTarget,
  nothing,
  residue,
  target,
  threadIntent,
} from './support';

/** A host as people have it: a manager that sets up enp2s0 with 10.0.100.11/24, and the gateway. */
interface Family {
  /** Files of the manager, and how it begins. */
  readonly setUp: string;
  /** What TL118 says of it. */
  readonly claimed: string;
  /** The manager does its work again, as a person or an update would make it. */
  readonly again: string;
  /** Where it is told to leave the links alone. */
  readonly told: string;
}

export const unmask = (...units: string[]): string =>
  `${units.map(unit => `rm -f /etc/systemd/system/${unit}`).join('; ')}; systemctl daemon-reload`;

export const families = {
  'systemd-networkd, static': {
    setUp: `${unmask('systemd-networkd.service', 'systemd-networkd.socket')}
cat >/etc/systemd/network/20-uplink.network <<'N'
[Match]
Name=enp2s0
[Network]
Address=10.0.100.11/24
Gateway=10.0.100.1
N
systemctl enable --now systemd-networkd 2>/dev/null`,
    claimed: 'enp2s0 is configured by systemd-networkd, in /etc/systemd/network/20-uplink.network',
    again: 'systemctl restart systemd-networkd; networkctl reload',
    told: '/etc/systemd/network/00-trunkline.network',
  },
  'netplan, DHCP': {
    setUp: `${unmask('systemd-networkd.service', 'systemd-networkd.socket')}
cat >/etc/netplan/50-cloud-init.yaml <<'N'
network:
  version: 2
  ethernets:
    enp2s0:
      dhcp4: true
N
chmod 600 /etc/netplan/*; netplan generate; systemctl enable --now systemd-networkd 2>/dev/null`,
    claimed: 'enp2s0 is configured by netplan, in /etc/netplan/50-cloud-init.yaml line 4',
    // What `netplan apply` does, without its own unit for Open vSwitch, which times out on an emulated machine.
    again: 'netplan generate; networkctl reload; systemctl restart systemd-networkd',
    told: '/etc/systemd/network/00-trunkline.network',
  },
  'NetworkManager, static': {
    setUp: `${unmask('NetworkManager.service', 'NetworkManager-wait-online.service', 'NetworkManager-dispatcher.service')}
cat >/etc/NetworkManager/system-connections/uplink.nmconnection <<'N'
[connection]
id=uplink
uuid=0c9d1f5e-3b0e-4a1e-9d43-6a3f2c8f1b11
type=ethernet
interface-name=enp2s0
[ipv4]
method=manual
address1=10.0.100.11/24,10.0.100.1
N
chmod 600 /etc/NetworkManager/system-connections/*; systemctl enable --now NetworkManager 2>/dev/null`,
    claimed:
      'enp2s0 is configured by NetworkManager, in /etc/NetworkManager/system-connections/uplink.nmconnection',
    again: 'systemctl restart NetworkManager; nmcli connection reload',
    told: '/etc/NetworkManager/conf.d/90-trunkline.conf',
  },
  'ifupdown, DHCP by hotplug': {
    setUp: `${unmask('networking.service', 'ifupdown-pre.service')}
cat >/etc/network/interfaces.d/uplink <<'N'
# The uplink.
allow-hotplug enp2s0
iface enp2s0 inet dhcp
    # nothing else
N
systemctl enable networking 2>/dev/null; systemctl start networking; systemctl start ifup@enp2s0`,
    claimed: 'enp2s0 is configured by ifupdown, in /etc/network/interfaces.d/uplink line 3',
    again: 'systemctl restart networking; ! ifup enp2s0',
    told: '/etc/network/interfaces.d/uplink',
  },
  'ifupdown2, static': {
    setUp: `${unmask('networking.service', 'ifupdown-pre.service')}
dpkg --purge --force-depends ifupdown >/dev/null 2>&1; dpkg -i --force-confnew /usr/local/share/lab/ifupdown2_*.deb >/dev/null 2>&1
cat >>/etc/network/interfaces <<'N'
auto lo
iface lo inet loopback

auto enp2s0
iface enp2s0
    address 10.0.100.11/24
    gateway 10.0.100.1
N
systemctl enable networking 2>/dev/null; ifreload -a`,
    claimed: 'enp2s0 is configured by ifupdown, in /etc/network/interfaces line',
    again: 'ifreload -a',
    told: '/etc/network/interfaces',
  },
} as const satisfies Readonly<Record<string, Family>>;

let lab: Lab;
let host: LabHost;

const described = (takeOver: boolean, more: Partial<TrunkedHostProps> = {}): Intent =>
  threadIntent(host, {
    ...more,
    management: { vlan: 'management', address: '10.0.100.11/24' },
    takeOver,
    confirmTimeoutSec: 90,
  });

/** A lease for ever the same. */
const serveDhcp = (): Promise<string> =>
  lab.switch.sh(
    `setsid dnsmasq --no-daemon --port=0 --interface=sw0.100 --bind-interfaces --dhcp-range=10.0.100.100,10.0.100.150,1h --dhcp-option=3,10.0.100.1 --dhcp-host=${host.mac('enp2s0')},10.0.100.11 --dhcp-leasefile=/run/leases >/run/dnsmasq.log 2>&1 </dev/null &`,
  );

/** But for eno1, which is the lab's, and enp4s0, on which NetworkManager asks for a lease by itself. */
const whatTheManagerSets = (): Promise<string> =>
  host.sh(
    "{ ip -4 -o address show scope global | awk '{print $2, $4}'; ip -4 route show default | sed 's/ onlink//; s/ proto.*//; s/ *$//'; } | grep -v 'eno1\\|enp4s0' || :",
  );
const SET = 'enp2s0 10.0.100.11/24\ndefault via 10.0.100.1 dev enp2s0\n';

const managerIsBack = (): Promise<true> =>
  until('the manager to have its link again', async () =>
    (await whatTheManagerSets()) === SET ? true : undefined,
  );

/** Until the manager is through: it comes after ours, and what it does then would be taken for a later doing. */
export async function bootAgain(host: LabHost): Promise<void> {
  await host.powerCut();
  const jobs =
    "systemctl list-jobs --no-legend | grep -q ' networking.service\\| ifup@\\|networkd.service\\|NetworkManager.service'";
  await until('the manager to be started', async () =>
    (await host.sh(`! ${jobs} || echo yet`)) === '' ? true : undefined,
  );
}

/** Everything that is asked of a host whose links another manager has. */
export const takesOver = (name: keyof typeof families): void =>
  describe(name, () => {
    const family = families[name];
    let files: string;

    beforeAll(async () => {
      lab = await freshLab(1);
      host = lab.host('kvm01');
      await serveDhcp();
      await host.sh(family.setUp);
      await managerIsBack();
      files = await host.sh(`cat ${family.told} 2>/dev/null || echo none`);
    });

    test('without leave it is refused with file and line', async () => {
      await expect(deploy(host, described(false))).rejects.toMatchObject({
        code: 'TL118',
        message: expect.stringContaining(family.claimed),
      });
      expect(await whatTheManagerSets()).toBe(SET);
    });

    test('a change that does not stand goes back, and the manager has its link', async () => {
      // Not by LACP: once that is gone the switch takes its time to be a plain port again, and a DHCP client gives up.
      const intent = described(true, { bond: { mode: 'active-backup' } });
      const failing = { ...intent, settings: { ...intent.settings, probes: ['false'] } };
      await expect(deploy(host, failing)).rejects.toMatchObject({ code: 'reverted' });
      await managerIsBack();
      await nothingLeft(host);
      expect(await host.sh(`cat ${family.told} 2>/dev/null || echo none`)).toBe(files);
    });

    test('a power cut before it is confirmed comes up as the manager has it', async () => {
      await withConnection(host, async connection => {
        const prepared = await inspect(kinds, target(host), described(true));
        expect((await begin(connection, drafted(prepared))).word).toBe('applied');
      });
      await bootAgain(host);
      await managerIsBack();
      await nothingLeft(host);
      expect(await host.sh(`cat ${family.told} 2>/dev/null || echo none`)).toBe(files);
    });

    test('is handed over in one transaction, the management path with it', async () => {
      await deploy(host, described(true), { target: managementTarget(lab, host) });
      expect(await host.sh(`cat ${family.told}`)).toContain('enp2s0');
      expect(await whatTheManagerSets()).toBe(
        'bond0.100 10.0.100.11/24\ndefault via 10.0.100.1 dev bond0.100\n',
      );
      await gatewayAnswers(host);
      expect(await changes(host, described(true))).toEqual([]);
      expect(await changes(host, described(false))).toEqual([]);
    });

    test('the manager at work again changes nothing', async () => {
      await host.sh(`${family.again}; sleep 3`);
      expect(await changes(host, described(true))).toEqual([]);
      await gatewayAnswers(host);
    });

    test('comes up so after a power cut', async () => {
      await bootAgain(host);
      expect(await changes(host, described(true))).toEqual([]);
      await gatewayAnswers(host);
    });

    test('what tells the manager is missed when it is gone, and put there again', async () => {
      await host.sh(
        `cp -p ${family.told} /root/told; ${family.told.startsWith('/etc/network/') ? `sed -i 's/^#trunkline:[^#]*# //' ${family.told}` : `rm ${family.told}`}`,
      );
      expect(await changes(host, described(true))).toEqual([
        expect.stringMatching(/^[~+] (create|update) unmanaged .*enp2s0.* \(drift\)$/),
      ]);
      await deploy(host, described(true));
      expect(await host.sh(`diff /root/told ${family.told} && echo same`)).toBe('same\n');
      expect(await changes(host, described(true))).toEqual([]);
    });

    test('another intent is deployed', async () => {
      const more = described(true, { bond: { mode: 'active-backup' } });
      await deploy(host, more);
      expect(await changes(host, more)).toEqual([]);
    });

    test('a destroy gives the link back, for the next boot too', async () => {
      await deploy(host, nothing(host));
      await managerIsBack();
      expect(await host.sh(`cat ${family.told} 2>/dev/null || echo none`)).toBe(files);
      expect(await residue(host)).toBe('');
      await bootAgain(host);
      await managerIsBack();
    });
  });

/** It removes rules and routes of others whenever it sets up a link. */
export const keepsOurs = (): void =>
  test('systemd-networkd at work on another link keeps our rules and routes to nowhere', async () => {
    lab = await freshLab(1);
    host = lab.host('kvm01');
    await host.sh(families['systemd-networkd, static'].setUp);
    await managerIsBack();
    const intent = intentOf(host, [
      { kind: 'rule', props: { family: 4, priority: 500, from: '10.67.0.0/16', table: 77 } },
      { kind: 'route', props: { to: '10.66.0.0/16', type: 'blackhole' } },
    ]);
    await deploy(host, intent);
    await host.sh(
      'touch /etc/systemd/network/20-uplink.network; networkctl reload; systemctl restart systemd-networkd; sleep 3',
    );
    expect(await changes(host, intent)).toEqual([]);
    await bootAgain(host);
    await managerIsBack();
    expect(await changes(host, intent)).toEqual([]);
    await deploy(host, nothing(host));
    expect(await residue(host)).toBe('');
    expect(await whatTheManagerSets()).toBe(SET);
  });
