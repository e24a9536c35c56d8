import { kinds } from '../../constructs/kinds';
import type { Lab, LabHost } from '../../lab';
import { until } from '../../lab/run';
import { inspect } from '../../lib/apply/inspect';
import type { Intent } from '../../lib/intent/intent';
import type { Resource } from '../../lib/kind';
import { connect } from '../../lib/ssh';
import { begin, drafted, expectSound, nothingLeft, snapshot, withConnection } from './invariants';
import {
  changes,
  deploy,
  freshLab,
  intentOf,
  LAB_TIMEOUT_MS,
  managementTarget,
  nothing,
  residue,
  target,
} from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let host: LabHost;

const bridge: Resource = {
  kind: 'bridge',
  props: { name: 'br-fw', ports: ['enp4s0'], up: true, stp: false },
};
const address: Resource = { kind: 'address', props: { link: 'br-fw', address: '10.0.100.50/24' } };
const inZone = (zone: string) =>
  intentOf(host, [bridge, address, { kind: 'firewall-zone', props: { link: 'br-fw', zone } }]);

/** Now and for good, as firewalld itself tells. */
const zones = async (): Promise<string> =>
  (
    await host.sh(
      'for how in "" --permanent; do firewall-cmd $how --get-zone-of-interface=br-fw 2>/dev/null || echo none; done',
    )
  )
    .trim()
    .replace('\n', ' ')
    .replaceAll('no zone', 'none');

/** Whether a service of the host is reached by a machine on that link: the switch, which is in VLAN 100 there. */
const reached = (): Promise<string> =>
  lab.switch.sh('nc -z -w 3 10.0.100.50 7777 && echo yes || echo no').then(text => text.trim());

beforeAll(async () => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
  await host.sh(`systemctl unmask firewalld 2>/dev/null; systemctl enable --now firewalld 2>/dev/null
firewall-cmd -q --permanent --new-zone=guests && firewall-cmd -q --permanent --zone=guests --add-port=7777/tcp && firewall-cmd -q --reload
systemd-run -q --unit=listener nc -lk 7777`);
});

describe('while firewalld runs', () => {
  test('a zone that the host does not have is refused by name, and nothing is touched', async () => {
    const before = await snapshot(host);
    await expect(deploy(host, inZone('nowhere'))).rejects.toMatchObject({
      code: 'TL129',
      message: expect.stringMatching(
        /zone 'nowhere', which firewalld does not have; it has .*\bguests\b.*public/,
      ),
    });
    expect(await snapshot(host)).toBe(before);
  });

  test('a bridge is put into a zone, now and for good, whose rules are in force', async () => {
    await deploy(host, inZone('guests'));
    expect(await zones()).toBe('guests guests');
    expect(await changes(host, inZone('guests'))).toEqual([]);
    expect(await reached()).toBe('yes');
  });

  test('another zone, in place', async () => {
    expect(await changes(host, inZone('drop'))).toEqual([
      expect.stringMatching(/^~ update firewall-zone br-fw in drop: zone guests -> drop$/),
    ]);
    await deploy(host, inZone('drop'));
    expect(await zones()).toBe('drop drop');
    expect(await reached()).toBe('no');
  });

  test('a change that does not stand goes back', async () => {
    const intent = inZone('guests');
    const failing = { ...intent, settings: { ...intent.settings, probes: ['false'] } };
    await expect(deploy(host, failing)).rejects.toMatchObject({ code: 'reverted' });
    expect(await zones()).toBe('drop drop');
    await nothingLeft(host);
  });

  test('a power cut before it is confirmed goes back', async () => {
    await withConnection(host, async connection => {
      const prepared = await inspect(kinds, target(host), inZone('guests'));
      expect((await begin(connection, drafted(prepared))).word).toBe('applied');
    });
    expect(await zones()).toBe('guests guests');
    await host.powerCut();
    await nothingLeft(host);
    expect(await zones()).toBe('drop drop');
    expect(await changes(host, inZone('drop'))).toEqual([]);
  });

  test.each([
    ['now', 'firewall-cmd -q --zone=public --change-interface=br-fw', /zone public -> drop \(drift\)$/],
    [
      'for good',
      'firewall-cmd -q --permanent --zone=public --change-interface=br-fw',
      /zone public -> drop \(drift\)$/,
    ],
    [
      'gone now',
      'firewall-cmd -q --zone=drop --remove-interface=br-fw',
      /^\+ create firewall-zone .*\(drift\)$/,
    ],
    [
      'gone for good',
      'firewall-cmd -q --permanent --zone=drop --remove-interface=br-fw',
      /^\+ create firewall-zone .*\(drift\)$/,
    ],
  ])('drift is found and healed: another zone %s', async (_, command, line) => {
    await host.sh(command);
    expect(await changes(host, inZone('drop'))).toEqual([expect.stringMatching(line)]);
    await deploy(host, inZone('drop'));
    expect(await zones()).toBe('drop drop');
    expect(await changes(host, inZone('drop'))).toEqual([]);
  });

  test('is there after a reboot', async () => {
    await host.reboot();
    expect(await changes(host, inZone('drop'))).toEqual([]);
    expect(await zones()).toBe('drop drop');
  });

  test('a destroy takes it out of the zone', async () => {
    await deploy(host, nothing(host));
    expect(await zones()).toBe('none none');
    expect(await residue(host)).toBe('');
  });

  test('a zone that somebody had put it into is given back', async () => {
    await host.sh(
      'ip link add br-mine type bridge; for how in "" --permanent; do firewall-cmd -q $how --zone=public --change-interface=br-mine; done',
    );
    const mine = intentOf(host, [{ kind: 'firewall-zone', props: { link: 'br-mine', zone: 'guests' } }]);
    await deploy(host, mine);
    await deploy(host, nothing(host));
    const told = await host.sh(
      'for how in "" --permanent; do firewall-cmd $how --get-zone-of-interface=br-mine; done; ip link del br-mine',
    );
    expect(told).toBe('public\npublic\n');
  });
});

describe('on the link that the host is managed by', () => {
  const managed = (zone: string, settings: Intent['settings'] = {}) => {
    const path: Resource = {
      kind: 'address',
      props: { link: 'br-fw', address: `${host.managementAddress}/24` },
    };
    const resources = [bridge, path, { kind: 'firewall-zone', props: { link: 'br-fw', zone } }];
    return intentOf(host, resources, settings);
  };
  const overIt = () => connect(managementTarget(lab, host)).then(connection => connection.close());

  beforeAll(async () => {
    await deploy(host, managed('public'));
    await until(
      'the management address',
      () =>
        overIt().then(
          () => true as const,
          () => undefined,
        ),
      {
        everyMs: 1000,
      },
    );
  });

  test.each([
    ['drops', 'drop'],
    ['refuses', 'guests'],
  ])('a zone that %s ssh goes back, and the host is reached as before', async (_, zone) => {
    const before = await snapshot(host);
    const intent = managed(zone, { confirmTimeoutSec: 20 });
    const error = await deploy(host, intent, { target: managementTarget(lab, host) }).catch(why => why);
    expect(error).toMatchObject({ name: 'VerificationError', code: 'reverted' });
    expect(error.message).toContain('taken back to what it was');
    await overIt();
    expect(await zones()).toBe('public public');
    await expectSound(host, before, managed('public'));
  });

  test('it was the zone that shut it out', async () => {
    await deploy(host, managed('drop'));
    await expect(overIt()).rejects.toMatchObject({ name: 'TransportError' });
    await deploy(host, nothing(host));
  });
});

describe('while firewalld does not run', () => {
  test('its files are changed, and it finds them when it is started', async () => {
    await host.sh('systemctl stop firewalld');
    await deploy(host, inZone('guests'));
    expect(await changes(host, inZone('guests'))).toEqual([]);
    await host.sh('systemctl start firewalld');
    expect(await zones()).toBe('guests guests');
    expect(await changes(host, inZone('guests'))).toEqual([]);
    await host.sh('systemctl stop firewalld');
    const state = await snapshot(host);
    await expectSound(host, state, inZone('guests'));
  });

  test('a destroy takes it out of them', async () => {
    await deploy(host, nothing(host));
    await host.sh('systemctl start firewalld');
    expect(await zones()).toBe('none none');
  });
});
