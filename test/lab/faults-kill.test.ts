import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { kinds } from '../../constructs/kinds';
import type { LabHost } from '../../lab';
import { until } from '../../lab/run';
import { inspect } from '../../lib/apply/inspect';
import type { Draft } from '../../lib/apply/transaction';
import type { Intent } from '../../lib/intent/intent';
import type { Orders } from './controller';
import {
  begin,
  drafted,
  expectSound,
  foreignPart,
  makeForeign,
  snapshot,
  withConnection,
} from './invariants';
import { deploy, freshLab, LAB_TIMEOUT_MS, nothing, target, threadIntent } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let host: LabHost;
/** Goes back by itself after seconds, which a test waits for. */
let intent: Intent;
/** Is confirmed in time by a slow machine too. */
let patient: Intent;
let old: string;

beforeAll(async () => {
  const lab = await freshLab(1);
  host = lab.host('kvm01');
  await makeForeign(host);
  intent = threadIntent(host, { confirmTimeoutSec: 10 });
  patient = threadIntent(host, { confirmTimeoutSec: 180 });
  old = await snapshot(host);
});

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A controller in a process of its own, to its end. */
const controller = (orders: Partial<Orders>): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const argument = JSON.stringify({ target: target(host), intent, ...orders });
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'controller.ts'), argument], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', chunk => {
      stdout += chunk;
    });
    child.stderr.on('data', chunk => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });

/** The last word of a transaction, which the host keeps. */
const outcome = (): Promise<string> =>
  until(
    'an outcome',
    async () => {
      const text = await host.sh(
        'cat /run/trunkline/outcome 2>/dev/null; ls /var/lib/trunkline/transactions 2>/dev/null || :',
      );
      const [, word, why, ...open] = text.trim().split('\n');
      return word && open.length === 0 ? `${word} ${why ?? ''}`.trim() : undefined;
    },
    { timeoutMs: 60_000, everyMs: 500 },
  );

const forget = () => host.sh('rm -f /run/trunkline/outcome');

describe('F1: the controller is killed', () => {
  test('before it connects, and nothing was ever there', async () => {
    expect(await controller({ at: 'reading' })).toMatchObject({ signal: 'SIGKILL' });
    await expectSound(host, old, nothing(host));
  });

  test.each<[string, Partial<Orders>]>([
    ['while a change is made', { at: 'applying', during: true }],
    ['when all is applied and not yet confirmed', { at: 'verifying' }],
  ])('%s: the host goes back by itself', async (_, orders) => {
    await forget();
    expect(await struck(orders)).toMatchObject({ signal: 'SIGKILL' });
    expect(await outcome()).toMatch(/^reverted it was not confirmed within 1\d s$/);
    await expectSound(host, old, nothing(host));
  });

  test('after the confirmation: the change stays, and the next run has nothing to do', async () => {
    const ended = await controller({ at: 'confirmed', intent: patient });
    expect(ended).toMatchObject({ signal: 'SIGKILL' });
    const now = await snapshot(host);
    expect(now).not.toBe(old);
    expect(foreignPart(now)).toBe(foreignPart(old));
    await expectSound(host, now, patient);
    expect((await deploy(host, patient)).result).toBe('unchanged');
    await deploy(host, nothing(host));
    await expectSound(host, old, nothing(host));
  });
});

/** Progress is looked at now and then, so a quick host can be done before a change was seen under way: once more then. */
async function struck(orders: Parameters<typeof controller>[0]): ReturnType<typeof controller> {
  for (let tries = 0; ; tries++) {
    const ended = await controller(orders);
    if (ended.signal !== null || tries === 10) return ended;
    await deploy(host, nothing(host));
    await forget();
  }
}

describe('F2: the controller is asked to stop', () => {
  test.each<[NodeJS.Signals, Orders['at']]>([
    ['SIGINT', 'applying'],
    ['SIGTERM', 'verifying'],
    ['SIGHUP', 'verifying'],
  ])('by %s when %s: the host is taken back at once, and the lock is free', async (signal, at) => {
    const ended = await controller({ at, signal, intent: patient });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('interrupted') });
    expect(ended.stderr).toContain('taken back to what it was');
    await expectSound(host, old, nothing(host));
  });

  test('before anything was sent: nothing is done', async () => {
    const ended = await controller({ at: 'reading', signal: 'SIGINT' });
    expect(ended.code).toBe(1);
    expect(ended.stdout).not.toContain('applying');
    await expectSound(host, old, nothing(host));
  });

  test('twice: the controller leaves at once, and the host goes back by itself', async () => {
    await forget();
    const ended = await controller({ at: 'verifying', signal: 'SIGINT', times: 2 });
    expect(ended.code).not.toBe(0);
    expect(ended.stderr).toContain('left at once');
    expect(await outcome()).toMatch(/^reverted /);
    await expectSound(host, old, nothing(host));
  });
});

describe('F4: the watchdog dies', () => {
  const prepare = async (): Promise<Draft> => {
    await forget();
    return drafted(await inspect(kinds, target(host), intent));
  };
  const applied = async (draft: Draft): Promise<void> => {
    expect((await withConnection(host, connection => begin(connection, draft))).word).toBe('applied');
  };

  test('the timer is stopped: the second watch takes the change back', async () => {
    const draft = await prepare();
    await applied(draft);
    await host.sh(`systemctl stop trunkline-revert-${draft.transaction.token}.timer`);
    expect(await outcome()).toMatch(/^reverted it was not confirmed/);
    await expectSound(host, old, nothing(host));
  });

  test('the runner is killed: the timer takes the change back', async () => {
    const draft = await prepare();
    await applied(draft);
    await host.sh(`pkill -KILL -f 'agent run ${draft.transaction.token}'`);
    expect(await outcome()).toMatch(/^reverted it was not confirmed/);
    await expectSound(host, old, nothing(host));
  });

  test('the runner is killed while a change hangs: the timer ends the change, then takes it back', async () => {
    const draft = await prepare();
    const { token } = draft.transaction;
    const kill = `pkill -KILL -f 'agent run ${token}'\nsleep 1000\n`;
    const verdict = await withConnection(host, connection =>
      begin(connection, draft, draft.transaction.deploy + kill),
    );
    expect(verdict).toEqual({ word: 'reverted', why: expect.stringContaining('not confirmed within') });
    expect(await host.sh('pgrep -fx "sleep 1000" || echo none')).toBe('none\n');
    await expectSound(host, old, nothing(host));
  });

  test('whoever takes it back is killed on the way: the next one finishes', async () => {
    const draft = await prepare();
    const once = 'if mkdir /run/trunkline-once; then kill -KILL $PPID; exit 1; fi\n';
    const { transaction } = draft;
    await applied({ ...draft, transaction: { ...transaction, revert: once + transaction.revert } });
    expect(await outcome()).toMatch(/^reverted it was not confirmed/);
    await host.sh('rmdir /run/trunkline-once');
    await expectSound(host, old, nothing(host));
  });

  test('without a live timer nothing is begun', async () => {
    const draft = await prepare();
    await host.sh('mount --bind /bin/false /usr/bin/systemd-run');
    const verdict = await withConnection(host, connection => begin(connection, draft));
    await host.sh('umount /usr/bin/systemd-run');
    expect(verdict).toEqual({
      word: 'refused',
      why: expect.stringContaining('the revert could not be armed'),
    });
    await expectSound(host, old, nothing(host));
  });

  test('on a host without systemd a process of its own is the watchdog', async () => {
    const draft = await prepare();
    await host.sh('mv /run/systemd/system /run/systemd/system.away');
    try {
      await applied(draft);
      await host.sh(`pkill -KILL -f 'agent run ${draft.transaction.token}'`);
      expect(await outcome()).toMatch(/^reverted it was not confirmed/);
    } finally {
      await host.sh('mv /run/systemd/system.away /run/systemd/system');
    }
    await expectSound(host, old, nothing(host));
  });
});
