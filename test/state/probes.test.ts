import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kinds } from '../../constructs/kinds';
import { ovsProbe } from '../../constructs/ovs-bridge/ovs.probe';
import { quote } from '../../lib/script/quote';
import { linksProbe } from '../../lib/state/links.probe';
import { managersProbe } from '../../lib/state/managers.probe';
import { observation } from '../../lib/state/observe';
import { routesProbe } from '../../lib/state/routes.probe';

/** What every reading needs, whatever is wanted; and Open vSwitch, whose bridges are told where there are some. */
const ASKED_ANYWAY = new Set<unknown>([linksProbe, routesProbe, managersProbe, ovsProbe]);

const probes = [...new Set(kinds.all.flatMap(kind => kind.probes))].filter(one => !ASKED_ANYWAY.has(one));

test.each(probes.map(probe => [probe.name, probe] as const))(
  '%s: nobody is asked where nothing of it is wanted',
  (_, probe) => {
    expect(probe.program([])).toBe(':');
    const asked = probe.tool ? `if command -v ${quote(probe.tool)} >/dev/null 2>&1; then\n:\nfi` : ':';
    expect(observation(kinds, [], 'mark').program).toContain(`echo 'mark ${probe.name}'\n(\n${asked}\n)\n`);
    expect(probe.parse('')).toEqual(probe.empty);
  },
);

test.each([
  ['nobody is asked', [], ''],
  ['its database is asked', ['class/net/ovs-system'], 'asked\n'],
])('ovs, with nothing of it wanted: %s where it has these datapaths: %j', (_, datapaths, printed) => {
  const root = mkdtempSync(join(tmpdir(), 'trunkline-'));
  for (const datapath of datapaths) mkdirSync(join(root, datapath), { recursive: true });
  writeFileSync(join(root, 'ovs-vsctl'), '#!/bin/sh\necho asked\n', { mode: 0o755 });
  const program = ovsProbe.program([]).replaceAll('/sys/', `${root}/`);
  const { status, stdout } = spawnSync('/bin/sh', ['-c', program], { env: { PATH: root }, encoding: 'utf8' });
  rmSync(root, { recursive: true });
  expect([status, stdout]).toEqual([0, printed]);
});
