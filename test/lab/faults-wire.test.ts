import type { LabHost } from '../../lab';
import { sleep } from '../../lab/run';
import type { Stage } from '../../lib/apply/apply';
import type { Intent } from '../../lib/intent/intent';
import { expectSound, foreignPart, makeForeign, snapshot } from './invariants';
import { type Wire, wireTo } from './proxy';
import { deploy, freshLab, LAB_TIMEOUT_MS, nothing, target, threadIntent } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let host: LabHost;
let wire: Wire;
let old: string;

beforeAll(async () => {
  const lab = await freshLab(1);
  host = lab.host('kvm01');
  await makeForeign(host);
  old = await snapshot(host);
});

beforeEach(async () => {
  await deploy(host, nothing(host));
  wire = await wireTo(host.ssh.host, host.ssh.port);
});

afterEach(() => wire.close());

/** Applies over the wire, and does something to it once at a stage. */
async function through(intent: Intent, at: Stage['stage'], fault: () => void) {
  const stages: string[] = [];
  let done = false;
  const onStage = (stage: Stage): void => {
    stages.push(stage.stage);
    if (done || stage.stage !== at || (stage.stage === 'applying' && stage.what === undefined)) return;
    done = true;
    fault();
  };
  const wired = { ...target(host), port: wire.port, keepaliveSec: 2 };
  const result = await deploy(host, intent, { target: wired, onStage }).then(
    ({ result: word }) => word,
    (error: Error & { code?: string }) => error,
  );
  return { result, stages };
}

async function expectNew(intent: Intent): Promise<void> {
  const now = await snapshot(host);
  expect(foreignPart(now)).toBe(foreignPart(old));
  await expectSound(host, now, intent);
  expect((await deploy(host, intent)).result).toBe('unchanged');
}

describe('F5: connections are reset', () => {
  test('while a change is made: the host goes on, the controller comes back and confirms', async () => {
    const intent = threadIntent(host);
    const { result, stages } = await through(intent, 'applying', () => wire.reset());
    expect(result).toBe('confirmed');
    expect(stages).toContain('reconnecting');
    await expectNew(intent);
  });

  test('while it is verified: the controller comes back and confirms', async () => {
    const intent = threadIntent(host);
    expect((await through(intent, 'verifying', () => wire.reset())).result).toBe('confirmed');
    await expectNew(intent);
  });

  test('F7: when it is confirmed and the answer is on its way: nothing is done twice', async () => {
    const cut = `mkdir /run/cut || exit 0
s=$$
while [ "$(cat /proc/$s/comm)" != sshd ]; do s=$(cut -d' ' -f4 /proc/$s/stat); done
setsid sh -c 'until grep -qx confirmed /run/trunkline/outcome; do :; done; kill -KILL '$s </dev/null >/dev/null 2>&1 &`;
    await host.sh('rm -f /run/trunkline/outcome; rmdir /run/cut 2>/dev/null || :');
    const intent = { ...threadIntent(host), settings: { probes: [cut] } };
    expect((await through(intent, 'confirmed', () => {})).result).toBe('confirmed');
    await expectNew(intent);
    expect(await host.sh('cat /var/lib/trunkline/current/record.json')).toContain('"revision":1,');
  });
});

describe('F6: packets are lost, and nobody is told', () => {
  test('for 5 s: it takes longer, and is confirmed', async () => {
    const intent = threadIntent(host);
    const { result } = await through(intent, 'applying', () => {
      wire.hold();
      void sleep(5000).then(() => wire.open());
    });
    expect(result).toBe('confirmed');
    await expectNew(intent);
  });

  test('of one connection for ever: silence is noticed, and the next connection confirms', async () => {
    const intent = threadIntent(host);
    const { result, stages } = await through(intent, 'applying', () => wire.mute());
    expect(result).toBe('confirmed');
    expect(stages).toContain('reconnecting');
    await expectNew(intent);
  });

  test('of all until the host went back: the controller learns it', async () => {
    const intent = threadIntent(host, { confirmTimeoutSec: 10 });
    const { result } = await through(intent, 'applying', () => {
      wire.hold();
      void sleep(25_000).then(() => wire.open());
    });
    expect(result).toMatchObject({
      code: 'reverted',
      message: expect.stringContaining('not confirmed within'),
    });
    await expectSound(host, old, nothing(host));
  });

  test('of all for ever: the host goes back, and the controller says that it cannot be reached', async () => {
    const { result } = await through(threadIntent(host, { confirmTimeoutSec: 10 }), 'applying', () =>
      wire.hold(),
    );
    expect(result).toMatchObject({ name: 'VerificationError', code: 'unreachable' });
    await expectSound(host, old, nothing(host));
  });
});

test("a probe of the user's own that fails takes the change back, and says what it said", async () => {
  const intent = {
    ...threadIntent(host),
    settings: { probes: ['true', 'echo the storage is away; exit 3'] },
  };
  const { result } = await through(intent, 'confirmed', () => {});
  expect(result).toMatchObject({ code: 'reverted', message: expect.stringContaining('the storage is away') });
  await expectSound(host, old, nothing(host));
});
