import { randomInt } from 'node:crypto';
import { kinds } from '../../constructs/kinds';
import type { Lab, LabHost } from '../../lab';
import { digestOf } from '../../lib/apply/digest';
import { outcomeProgram } from '../../lib/apply/host/programs';
import { inspect } from '../../lib/apply/inspect';
import type { Draft } from '../../lib/apply/transaction';
import { begin, drafted, expectSound, makeForeign, snapshot, withConnection } from './invariants';
import { changes, deploy, freshLab, intentOf, LAB_TIMEOUT_MS, nothing, target } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let host: LabHost;
let old: string;

beforeAll(async () => {
  lab = await freshLab();
  host = lab.host('kvm01');
  await makeForeign(host);
  old = await snapshot(host);
});

/** Small, since it is the protocol that is looked at. */
const bridge = (name: string) => intentOf(host, [{ kind: 'bridge', props: { name } }]);
const draft = async (intent = bridge('br1')): Promise<Draft> =>
  drafted(await inspect(kinds, target(host), intent), 'anna@desk');
const run = (made: Draft, script?: string) =>
  withConnection(host, connection => begin(connection, made, script));
const agent = (words: string) => host.sh(`sh /var/lib/trunkline/agent ${words}`);

/** What one test leaves, when it fails, is no trouble for the next. */
beforeEach(async () => {
  await host.sh(
    'mountpoint -q /var/lib/trunkline && umount /var/lib/trunkline; rmdir /var/lib/trunkline 2>/dev/null || :',
  );
  await deploy(host, nothing(host));
});

describe('one writer at a time', () => {
  test('F16: of two appliers at once one works; the other is told, and changes nothing', async () => {
    const ended = await Promise.allSettled([deploy(host, bridge('br1')), deploy(host, bridge('br2'))]);
    const won = ended.findIndex(({ status }) => status === 'fulfilled');
    const lost = ended[1 - won] as PromiseRejectedResult;
    // Whoever comes when the first has just ended finds another revision than it planned on.
    expect({ code: lost.reason.code, message: lost.reason.message }).toMatchObject({
      code: expect.stringMatching(/^(locked|stale)$/),
    });
    if (lost.reason.code === 'locked')
      expect(lost.reason.message).toMatch(/another applier is at work: \w+@\S+ \(process \d+\)/);
    const winner = bridge(won === 0 ? 'br1' : 'br2');
    expect(await host.sh('ls /sys/class/net')).not.toContain(won === 0 ? 'br2' : 'br1');
    expect(await changes(host, winner)).toEqual([]);
    await deploy(host, nothing(host));
    await expectSound(host, old, nothing(host));
  });

  test("F17: in the first one's confirm window a second is refused and told who is at work", async () => {
    const first = await draft();
    expect((await run(first)).word).toBe('applied');
    const second = await run(await draft(bridge('br2')));
    expect(second).toEqual({ word: 'locked', why: 'anna@desk' });
    expect(await host.sh('ls /sys/class/net')).not.toContain('br2');
    expect(await agent(`confirm ${first.transaction.token}`)).toMatch(/^confirmed/);
    await expectSound(host, await snapshot(host), bridge('br1'));
    await deploy(host, nothing(host));
    await expectSound(host, old, nothing(host));
  });

  test('F18: who held the lock died, and its timer: the next run takes it back, and the one after that works', async () => {
    const first = await draft();
    const { token } = first.transaction;
    expect((await run(first)).word).toBe('applied');
    await host.sh(
      `systemctl stop trunkline-revert-${token}.timer; kill -KILL $(pgrep -f "agent run ${token}" | grep -vx $$)`,
    );
    await expect(deploy(host, bridge('br2'))).rejects.toMatchObject({
      code: 'stale',
      message: expect.stringContaining('plan again'),
    });
    await expectSound(host, old, nothing(host));
    expect((await deploy(host, bridge('br2'))).result).toBe('confirmed');
    await deploy(host, nothing(host));
    await expectSound(host, old, nothing(host));
  });

  test('who begins while the one before leaves the host waits for it, and is not taken away with it', async () => {
    await host.sh(`cp -p /usr/bin/systemctl /root/systemctl && cat >/root/slow <<'SLOW'
#!/bin/sh
case "$*" in *'is-active trunkline.service') touch /root/leaving; sleep 8 ;; esac
exec /root/systemctl "$@"
SLOW
chmod 755 /root/slow && mount --bind /root/slow /usr/bin/systemctl`);
    try {
      const failing = await draft();
      expect((await run(failing, 'exit 1\n')).word).toBe('reverted');
      const next = await draft();
      expect((await run(next)).word).toBe('applied');
      expect(await agent(`confirm ${next.transaction.token}`)).toMatch(/^confirmed/);
    } finally {
      await host.sh(
        'umount /usr/bin/systemctl; ls /root/leaving && rm /root/slow /root/systemctl /root/leaving',
      );
    }
    await deploy(host, nothing(host));
    await expectSound(host, old, nothing(host));
  });

  test('a begun upload of somebody who died is no obstacle', async () => {
    await host.sh(
      'mkdir -p /var/lib/trunkline/transactions/dead && touch -d "1 hour ago" /var/lib/trunkline/transactions/dead',
    );
    await deploy(host, bridge('br1'));
    await deploy(host, nothing(host));
    await expectSound(host, old, nothing(host));
  });
});

test('F19: a host that changed since the plan was seen is refused, and nothing is changed', async () => {
  const { plan } = await inspect(kinds, target(host), bridge('br1'));
  await host.sh('ip link add br1 type bridge');
  const seen = await snapshot(host);
  await expect(deploy(host, bridge('br1'), { expectedDigest: digestOf(plan) })).rejects.toMatchObject({
    code: 'changed-since-plan',
  });
  expect(await snapshot(host)).toBe(seen);
  await host.sh('ip link del br1');
  await expectSound(host, old, nothing(host));
});

test('F20: a confirmation and a revert at the same moment: one wins, both say which, 50 times', async () => {
  // One transaction after the other on the host itself, without the controller between them.
  const won = { confirmed: 0, reverted: 0 };
  await deploy(host, bridge('br1'));
  const { transaction } = await draft(bridge('br1'));
  const { deploy: script, revert } = (await draft(intentOf(host, []))).transaction;
  expect(script).not.toBe(revert);
  const empty = '#!/bin/sh\nexit 0\n';
  await host.sh(
    `cat >/run/race <<'RACE'
home=/var/lib/trunkline
token=$1 pause=$2
t=$home/transactions/$token
mkdir -p $t/next
for f in deploy revert reboot-revert next/boot; do printf '%s' '${empty}' >$t/$f.sh; done
base=$(basename $(readlink $home/current))
sed "s/\\"revision\\":$base/\\"revision\\":$((base + 1))/" $home/current/record.json >$t/next/record.json
cp $home/current/links $t/next/
echo $base >$t/base; echo $((base + 1)) >$t/revision; echo 60 >$t/deadline; echo race >$t/holder.txt
setsid sh $home/agent run $token </dev/null >/dev/null 2>&1 &
while [ "$(cat $t/state 2>/dev/null)" != applied ]; do sleep 0.05; done
[ $((pause % 2)) = 0 ] || sleep 0.0$pause
(sh $home/agent confirm $token >/run/race.confirm) & c=$!
[ $((pause % 2)) = 1 ] || sleep 0.0$pause
(sh $home/agent revert $token 'too late') & r=$!
wait $c $r
while [ -d $t ]; do sleep 0.05; done
after=$(basename $(readlink $home/current))
echo "$(cut -d' ' -f1 /run/race.confirm) $(sed -n 2p /run/trunkline/outcome) $((after - base))"
RACE`,
  );
  const results = await host.sh(
    `for i in ${Array.from({ length: 50 }, () => randomInt(10, 100)).join(' ')}; do sh /run/race $(cat /proc/sys/kernel/random/uuid) $i; done; rm /run/race*`,
  );
  for (const line of results.trim().split('\n')) {
    expect(line).toMatch(/^(confirmed confirmed 1|reverted reverted 0)$/);
    won[line.split(' ')[0] as keyof typeof won] += 1;
  }
  expect(won.confirmed + won.reverted).toBe(50);
  expect(transaction.base).toBe(1);
  await expectSound(host, await snapshot(host), bridge('br1'));
  await deploy(host, nothing(host));
  await expectSound(host, old, nothing(host));
});

test('F22: one host that cannot be reached fails alone', async () => {
  const two = lab.host('kvm02');
  const gone = { ...target(two), port: 1, connectTimeoutSec: 5 };
  const [one, other] = await Promise.allSettled([
    deploy(host, bridge('br1')),
    deploy(two, bridge('br1'), { target: gone }),
  ]);
  expect(one).toMatchObject({ status: 'fulfilled', value: { result: 'confirmed' } });
  expect(other).toMatchObject({ status: 'rejected', reason: { name: 'TransportError' } });
  expect(await two.sh('ls -d /var/lib/trunkline /sys/class/net/br1 2>/dev/null || :')).toBe('');
});

test('F24: what a controller remembers is not needed: the record is on the host', async () => {
  await deploy(host, bridge('br1'));
  expect((await deploy(host, bridge('br1'))).result).toBe('unchanged');
  expect(
    await withConnection(host, async connection => (await connection.exec(outcomeProgram)).stdout),
  ).toContain('confirmed');
  await deploy(host, nothing(host));
  await expectSound(host, old, nothing(host));
});

describe('a disk that takes nothing', () => {
  const home = '/var/lib/trunkline';

  test('F11: full before the change: refused, nothing changed, nothing left', async () => {
    await host.sh(
      `mkdir -p ${home} && mount -t tmpfs -o size=64k tmpfs ${home} && (dd if=/dev/zero of=${home}/ballast 2>/dev/null || :)`,
    );
    const error = await deploy(host, bridge('br1')).catch(reason => reason);
    const files = await host.sh(`find ${home} -mindepth 1`);
    await host.sh(`umount ${home} && rmdir ${home}`);
    expect(error).toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/disk (takes no more|full)/),
    });
    expect(files).toBe(`${home}/ballast\n`);
    await expectSound(host, old, nothing(host));
  });

  test('F11: full in the confirm window: what was written before the change is enough to confirm', async () => {
    await host.sh(`mkdir -p ${home} && mount -t tmpfs -o size=256k tmpfs ${home}`);
    const made = await draft();
    expect((await run(made)).word).toBe('applied');
    await host.sh(`dd if=/dev/zero of=${home}/ballast 2>/dev/null || :`);
    expect(await agent(`confirm ${made.transaction.token}`)).toMatch(/^confirmed/);
    expect(await changes(host, bridge('br1'))).toEqual([]);
    await host.sh(`rm ${home}/ballast`);
    await deploy(host, nothing(host));
    await host.sh(`umount ${home}; rmdir ${home} 2>/dev/null || :`);
    await expectSound(host, old, nothing(host));
  });

  test('F12: read-only: refused before any change', async () => {
    await host.sh(`mkdir -p ${home} && mount -t tmpfs -o ro tmpfs ${home}`);
    const error = await deploy(host, bridge('br1')).catch(reason => reason);
    await host.sh(`umount ${home} && rmdir ${home}`);
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('read-only') });
    await expectSound(host, old, nothing(host));
  });
});

test('F26: a record of a newer Trunkline is refused by name, and stays as it is', async () => {
  await deploy(host, bridge('br1'));
  const record = '/var/lib/trunkline/current/record.json';
  await host.sh(`cp ${record} /run/record && sed -i 's/"formatVersion":1/"formatVersion":2/' ${record}`);
  const newer = await host.sh(`cat ${record}`);
  await expect(deploy(host, bridge('br2'))).rejects.toThrow(/a newer Trunkline wrote it \(format 2/);
  await expect(deploy(host, nothing(host))).rejects.toThrow(/use that newer version/);
  expect(await host.sh(`cat ${record}`)).toBe(newer);
  expect(await host.sh('ls /sys/class/net')).not.toContain('br2');
  await host.sh(`cp /run/record ${record} && rm /run/record`);
  await deploy(host, nothing(host));
  await expectSound(host, old, nothing(host));
});
