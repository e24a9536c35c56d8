import { kinds } from '../../constructs/kinds';
import type { LabHost } from '../../lab';
import { until } from '../../lab/run';
import { inspect } from '../../lib/apply/inspect';
import type { Draft } from '../../lib/apply/transaction';
import type { Intent } from '../../lib/intent/intent';
import type { Resource } from '../../lib/kind';
import {
  begin,
  cutAfter,
  drafted,
  expectSound,
  nothingLeft,
  passagesOf,
  snapshot,
  withConnection,
} from './invariants';
import {
  changes,
  deploy,
  freshLab,
  intentOf,
  LAB_TIMEOUT_MS,
  nothing,
  residue,
  target,
  threadIntent,
} from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let host: LabHost;
let intent: Intent;
let old: string;

/** OVSDB and files outlive a reboot, and no boot script makes them what they were. */
const lasting: Resource[] = [
  { kind: 'ovs-bridge', props: { name: 'ovs0', failMode: 'secure' } },
  { kind: 'ovs-port', props: { name: 'tap-ovs', bridge: 'ovs0', type: 'internal', tag: 20 } },
  { kind: 'sysctl', props: { key: 'net.ipv4.tcp_keepalive_time', value: '600', dropIn: '600' } },
];

beforeAll(async () => {
  const lab = await freshLab(1);
  host = lab.host('kvm01');
  intent = intentOf(host, [...threadIntent(host).resources, ...lasting]);
  old = await snapshot(host);
});

const draft = async (wanted = intent): Promise<Draft> => drafted(await inspect(kinds, target(host), wanted));

/** Begins a transaction and leaves it alone when the file is there. */
async function beginUntil({ transaction }: Draft, deploy: string, file: string): Promise<void> {
  await withConnection(host, async connection => {
    const ended = begin(connection, { transaction } as Draft, deploy).catch(() => undefined);
    await until(file, async () => ((await host.exec(`test -e ${file}`)).code === 0 ? true : undefined));
    connection.close();
    await ended;
  });
}

describe('F8: the power fails', () => {
  test('when the revert is armed and nothing is changed: it boots as before', async () => {
    const made = await draft();
    await beginUntil(made, `: >/run/armed\nsleep 1000\n`, '/run/armed');
    await host.powerCut();
    await expectSound(host, old, nothing(host));
    expect(await residue(host)).toBe('');
  });

  test('in the middle of the changes: what outlives a reboot is taken back as well', async () => {
    const prepared = await inspect(kinds, target(host), intent);
    const all = passagesOf(prepared);
    const steps = all.flatMap(passage => passage.steps).length;
    // Disks keep what was synced: here the power fails when everything but the end is done, and is on disk.
    const middle = cutAfter(all, steps, 'sync\n: >/run/middle\nsleep 1000');
    await beginUntil(drafted(prepared), middle, '/run/middle');
    expect(await host.sh('ovs-vsctl list-br; ls /etc/sysctl.d')).toMatch(/ovs0[\s\S]*trunkline/);
    await host.powerCut();
    await expectSound(host, old, nothing(host));
    expect(await residue(host)).toBe('');
  });

  test('when all is applied and not confirmed, with a confirmed state before: it boots into that', async () => {
    const first = threadIntent(host);
    await deploy(host, first);
    const confirmed = (await snapshot(host)).split('\n').filter(stable).join('\n');
    const made = await draft();
    const verdict = await withConnection(host, connection => begin(connection, made));
    expect(verdict.word).toBe('applied');
    await host.powerCut();
    await nothingLeft(host);
    expect((await snapshot(host)).split('\n').filter(stable).join('\n')).toBe(confirmed);
    expect(await changes(host, first)).toEqual([]);
    expect(await host.sh('cat /run/trunkline/outcome')).toContain(
      'the host was rebooted before it was confirmed',
    );
  });
});

/** A bridge without a fixed MAC gets another at each boot. */
const stable = (line: string): boolean => !/^br\d+ /.test(line);

describe('F9: the power fails between the decision and the record', () => {
  test('a confirmation that was decided is finished at boot, and stands', async () => {
    const made = await draft();
    const verdict = await withConnection(host, connection => begin(connection, made));
    expect(verdict.word).toBe('applied');
    await host.sh(
      `cd /var/lib/trunkline/transactions/${made.transaction.token} && ln -s confirmed decision && sync`,
    );
    await host.powerCut();
    await nothingLeft(host);
    expect(await changes(host, intent)).toEqual([]);
    expect((await deploy(host, intent)).result).toBe('unchanged');
  });

  test('a commit that stopped after its files were moved is finished as well', async () => {
    const made = await draft(threadIntent(host));
    const verdict = await withConnection(host, connection => begin(connection, made));
    expect(verdict.word).toBe('applied');
    const { token, base } = made.transaction;
    await host.sh(
      `cd /var/lib/trunkline && ln -s confirmed transactions/${token}/decision && mv transactions/${token}/next revisions/${base + 1} && sync`,
    );
    await host.powerCut();
    await nothingLeft(host);
    expect((await deploy(host, threadIntent(host))).result).toBe('unchanged');
  });

  test('what booted is released without a trace', async () => {
    await deploy(host, nothing(host));
    await expectSound(host, old, nothing(host));
    expect(await residue(host)).toBe('');
  });
});
