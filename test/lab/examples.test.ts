import type { Lab, LabHost } from '../../lab';
import type { Intent } from '../../lib/intent/intent';
import { atLeast, type Example, intentOf, waves } from '../examples/examples';
import { netplan } from '../examples/netplan';
import { nmstate } from '../examples/nmstate';
import { expectSound, snapshot } from './invariants';
import {
  changes,
  deploy,
  firstVrf,
  freshLab,
  LAB_TIMEOUT_MS,
  nothing,
  residue,
  tunnelModules,
  intentOf as wish,
} from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;
let host: LabHost;
let before: string;

beforeAll(async () => {
  lab = await freshLab(1);
  host = lab.host('kvm01');
  await firstVrf(host);
  await tunnelModules(host);
  before = await snapshot(host);
});

/** What several examples ask of one host. */
function together(some: readonly Example[]): Intent {
  const all = some.map(({ name }) => intentOf(name));
  const resources = all.flatMap(intent => intent.resources);
  const suppress = all.flatMap(({ settings }) => settings.suppress ?? []);
  return wish(host, resources, suppress.length > 0 ? { suppress } : {});
}

const MARK = '-- next --';

/** What the host prints for each program of an example, in one go. */
async function answers({ kernel }: Example): Promise<string[]> {
  const program = kernel.map(([one]) => `${one} 2>&1`).join(`; echo; echo '${MARK}'; `);
  return (await host.exec(program)).stdout.split(MARK).map(text => text.trim());
}

const shared = waves([...netplan, ...nmstate]).map(wave => ({
  wave,
  names: wave.map(({ name }) => name).join(', '),
}));

// Those that do not meet share a transaction: each costs an emulated machine some seconds.
describe.each(shared)('$names', ({ wave }) => {
  test('deployed, and nothing is left to do', async () => {
    const intent = together(wave);
    expect((await deploy(host, intent)).result).toBe('confirmed');
    expect(await changes(host, intent)).toEqual([]);
  });

  test.each(wave)('$name is what the kernel has', async example => {
    const told = await answers(example);
    for (const [n, [program, held]] of example.kernel.entries()) {
      const text = told[n]!;
      if (held instanceof RegExp) expect(`${program}\n${text}`).toMatch(held);
      else expect({ program, told: JSON.parse(text) }).toEqual({ program, told: atLeast(held) });
    }
  });

  test('taken away, nothing of it is left', async () => {
    await deploy(host, nothing(host));
    await expectSound(host, before, nothing(host));
    expect(await residue(host)).toBe('');
  });
});
