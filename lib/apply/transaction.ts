import type { Intent } from '../intent/intent';
import { matchedRefs, resolveRefs } from '../intent/resolve';
import type { Registry } from '../kind';
import { isPlaced } from '../net';
import { withStandIns } from '../plan/goal';
import type { Script } from '../script/render';
import { deployScript, fullScript, rebootRevertScript, revertScript } from '../script/scripts';
import { isNic, permanentMac } from '../state/links.probe';
import { type HostRecord, RECORD_FORMAT } from '../state/record';
import { hostLinks, linkNames, type State } from '../state/state';
import type { Transaction } from './host/programs';
import type { Prepared } from './prepare';

const CONFIRM_TIMEOUT_SEC = 60;
/** A slow host was measured to make some 30 links a second. */
const SECONDS_PER_CHANGE = 0.05;

/** Seconds that a host waits for its confirmation: what was asked for, and what the changes themselves may take. */
export const deadlineOf = ({ intent, plan }: Prepared): number =>
  (intent.settings.confirmTimeoutSec ?? CONFIRM_TIMEOUT_SEC) +
  Math.ceil(plan.changes.length * SECONDS_PER_CHANGE);

export interface Draft {
  readonly transaction: Transaction;
  readonly deploy: Script;
  /** The record as it will be. */
  readonly record: HostRecord;
}

/** Everything that the host needs to apply a plan, to take it back, and to boot into it. */
export function draft(registry: Registry, prepared: Prepared, token: string, holder: string): Draft {
  const { intent, plan, state } = prepared;
  const base = state.record?.revision ?? 0;
  const names = linkNames(state, matchedRefs(intent.resources));
  const resolved = { ...intent, resources: [...plan.derived, ...resolveRefs(intent.resources, names)] };
  const deploy = deployScript(registry, plan);
  const links = adoptedLinks(registry, resolved, state);
  const nics = links.flatMap(({ name, mac }) => (mac === undefined ? [] : [[name, mac] as const]));
  const record: HostRecord = {
    formatVersion: RECORD_FORMAT,
    revision: base + 1,
    token,
    intent,
    originals: plan.originals,
    ...(plan.derived.length > 0 && { derived: plan.derived }),
    ...(nics.length > 0 && { nics: Object.fromEntries(nics) }),
  };
  const transaction: Transaction = {
    token,
    base,
    deadlineSec: deadlineOf(prepared),
    holder,
    deploy: deploy.text,
    revert: revertScript(registry, plan).text,
    rebootRevert: rebootRevertScript(registry, plan).text,
    boot: fullScript(registry, resolved).text,
    links,
    record: `${JSON.stringify(record)}\n`,
    release: intent.resources.length === 0 && plan.originals.length === 0,
  };
  return { transaction, deploy, record };
}

/** Links that others make and that a description uses. A NIC is known by the address that it was burnt with, too. */
function adoptedLinks(registry: Registry, intent: Intent, state: State): Transaction['links'] {
  const seen = hostLinks(state);
  return withStandIns(registry, intent.resources).flatMap(resource => {
    const kind = registry.of(resource);
    const name = kind.adopted && kind.link?.(resource.props)?.name;
    if (!name || isPlaced(name)) return [];
    const link = seen.get(name);
    const mac = link && isNic(link) ? permanentMac(link) : undefined;
    return [{ name, ...(mac !== undefined && { mac }) }];
  });
}
