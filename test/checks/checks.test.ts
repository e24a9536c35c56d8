import { kinds } from '../../constructs/kinds';
import { fleetChecks, intentChecks, judgeFleet, judgePlan, planChecks } from '../../lib/plan/checks';
import type { Finding } from '../../lib/plan/checks/check';
import { plan } from '../../lib/plan/plan';
import type { State } from '../../lib/state/state';
import { stateOf } from '../laws/encode';
import { Kernel } from '../laws/kernel';
import { intentOf, recordOf } from '../laws/scenes';
import { LOOKS, type Look } from './table';

const all = [...intentChecks, ...planChecks, ...fleetChecks];

function findings({ wanted, confirmed, host, state: more, settings = {}, nics, other }: Look): Finding[] {
  const intent = { ...intentOf(wanted), settings };
  const there = new Kernel(host ?? []).resources;
  const seen = stateOf(there, confirmed && { ...recordOf(intentOf(confirmed)), nics });
  const state: State = { ...seen, ...more, answers: { ...seen.answers, ...more?.answers } };
  const view = { registry: kinds, intent, plan: plan(kinds, intent, state), state };
  const twin = { ...intentOf(other ?? []), host: 'kvm02', settings };
  return [...judgePlan(view), ...judgeFleet(kinds, [intent, twin])];
}

test('every check is looked at, by what it is for and by what comes close', () => {
  expect(Object.keys(LOOKS).sort()).toEqual(all.map(check => check.code).sort());
  for (const looks of Object.values(LOOKS)) {
    expect(looks.some(look => look.says !== undefined)).toBe(true);
    expect(looks.some(look => look.says === undefined)).toBe(true);
  }
});

describe.each(Object.entries(LOOKS))('%s', (code, looks) => {
  test.each(looks.map(look => [look.says ?? 'comes close', look] as const))('%s', (_name, look) => {
    const found = findings(look).filter(finding => finding.code === code);
    expect(found.map(finding => finding.message)).toEqual(look.says === undefined ? [] : [look.says]);
    for (const { remedy } of found) expect(remedy).toMatch(/\w/);
  });
});

test('codes and titles are of one check each', () => {
  expect(new Set(all.map(check => check.code)).size).toBe(all.length);
  expect(new Set(all.map(check => check.title)).size).toBe(all.length);
});

test('a suppressed check is silent, for its host alone', () => {
  const look = LOOKS.TL108![0]!;
  const suppress = [{ code: 'TL108', reason: 'a test' }];
  const intent = { ...intentOf(look.wanted), settings: { suppress } };
  const state = stateOf([]);
  const found = judgePlan({ registry: kinds, intent, plan: plan(kinds, intent, state), state });
  expect(found.map(finding => finding.code)).not.toContain('TL108');
  const twins = LOOKS.TL109![0]!;
  const quiet = {
    ...intentOf(twins.other!),
    host: 'kvm02',
    settings: { suppress: [{ code: 'TL109', reason: 'x' }] },
  };
  expect(judgeFleet(kinds, [intentOf(twins.wanted), quiet])).toEqual([]);
  expect(judgeFleet(kinds, [quiet, intentOf(twins.wanted)]).map(finding => finding.host)).toEqual(['kvm01']);
});
