import type { Lab, LabHost } from '../../lab';
import { until } from '../../lab/run';
import type { Intent } from '../../lib/intent/intent';
import { connect } from '../../lib/ssh';
import { expectSound, foreignPart, makeForeign, nothingLeft, snapshot } from './invariants';
import { deploy, freshLab, LAB_TIMEOUT_MS, managementTarget, nothing, threadIntent } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let host: LabHost;
let old: string;

/** By the path that the change is about. */
const byManagement = (intent: Intent) => deploy(host, intent, { target: managementTarget(lab, host) });

/** I1: a new connection to the management address. The switch takes its time to see LACP come and go. */
const managementAnswers = (): Promise<true> =>
  until(
    'the management address',
    () =>
      connect(managementTarget(lab, host)).then(
        connection => {
          connection.close();
          return true as const;
        },
        () => undefined,
      ),
    { everyMs: 1000 },
  );

/** A bridge without a fixed MAC has another whenever it is made. */
const unchanging = (seen: string): string =>
  seen
    .split('\n')
    .map(line => (/^br\d+ /.test(line) ? line.replace(/ mac=\S+/, '') : line))
    .join('\n');

beforeAll(async () => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
  await makeForeign(host);
  await host.sh(
    `ip link set enp2s0 up && ip address add ${host.managementAddress}/24 dev enp2s0 && ip route add default via 10.0.100.1`,
  );
  await managementAnswers();
  old = await snapshot(host);
});

describe('F29: the management path moves', () => {
  test('from a plain NIC to a VLAN of a bond, in one transaction over that path', async () => {
    expect((await byManagement(threadIntent(host))).result).toBe('confirmed');
    await managementAnswers();
    const now = await snapshot(host);
    expect(now).toMatch(/^bond0\.100 .* 10\.0\.100\.11\/24$/m);
    expect(now).not.toMatch(/^enp2s0 .*10\.0\.100\.11/m);
    expect(now.match(/^route .*default.*/gm)).toEqual([expect.stringContaining('bond0.100')]);
    expect(foreignPart(now)).toBe(foreignPart(old));
    await expectSound(host, now, threadIntent(host));
  });

  test('on to a bridge, and back', async () => {
    const before = unchanging(await snapshot(host));
    const management = { vlan: 'management', address: `${host.managementAddress}/24`, bridge: true };
    expect((await byManagement(threadIntent(host, { management }))).result).toBe('confirmed');
    await managementAnswers();
    expect(await snapshot(host)).toMatch(/^br100 .* 10\.0\.100\.11\/24$/m);
    expect((await byManagement(threadIntent(host))).result).toBe('confirmed');
    await managementAnswers();
    expect(unchanging(await snapshot(host))).toBe(before);
  });
});

describe('F28, F30: what is wanted cuts the path', () => {
  const lockedOut = async (intent: Intent): Promise<void> => {
    const before = unchanging(await snapshot(host));
    const error = await byManagement(intent).catch(reason => reason);
    expect(error).toMatchObject({ name: 'VerificationError', code: 'reverted' });
    expect(error.message).toContain('taken back to what it was');
    await managementAnswers();
    expect(unchanging(await snapshot(host))).toBe(before);
    await nothingLeft(host);
    expect((await deploy(host, threadIntent(host))).result).toBe('unchanged');
  };
  const changed = (change: (intent: Intent) => Intent['resources'], props = {}): Intent => {
    const intent = threadIntent(host, { confirmTimeoutSec: 20, ...props });
    return { ...intent, resources: change(intent) };
  };

  test('a VLAN that the switch does not carry', () =>
    lockedOut(
      changed(({ resources }) =>
        resources.map(one =>
          one.kind === 'vlan' && one.props.vlanId === 100
            ? { ...one, props: { ...one.props, vlanId: 999 } }
            : one,
        ),
      ),
    ));

  test('a gateway that is none, where the controller is behind the gateway', async () => {
    // The switch comes from another network, so that answers to it go by the gateway.
    await lab.switch.sh(`ip route add ${host.managementAddress}/32 dev sw0.100 src 10.0.200.1`);
    await managementAnswers();
    try {
      await lockedOut(
        changed(({ resources }) =>
          resources.map(one =>
            one.kind === 'route' ? { ...one, props: { ...one.props, via: '10.0.100.254' } } : one,
          ),
        ),
      );
    } finally {
      await lab.switch.sh(`ip route del ${host.managementAddress}/32 dev sw0.100`);
    }
  });

  test('no way in at all is refused before anything is changed', async () => {
    const before = await snapshot(host);
    const intent = changed(({ resources }) => resources.filter(({ kind }) => kind !== 'address'));
    await expect(byManagement(intent)).rejects.toMatchObject({ name: 'PlanError', code: 'TL101' });
    expect(await snapshot(host)).toBe(before);
  });
});

test('F29: a destroy over the path puts it back on the plain NIC', async () => {
  expect((await byManagement(nothing(host))).result).toBe('confirmed');
  await managementAnswers();
  await expectSound(host, old, nothing(host));
});
