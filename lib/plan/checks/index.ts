import type { Intent, Suppression } from '../../intent/intent';
import type { Registry } from '../../kind';
import { addressOnPort } from './address-on-port';
import { addressWithoutIpv6 } from './address-without-ipv6';
import { bridgeThatFloods } from './bridge-that-floods';
import type { Finding, FleetCheck, IntentCheck, PlanCheck, PlanView } from './check';
import { duplicateAddress } from './duplicate-address';
import { duplicateMac } from './duplicate-mac';
import { foreignController } from './foreign-controller';
import { foreignLoss } from './foreign-loss';
import { guestsInManagement } from './guests-in-management';
import { hostAmongGuests } from './host-among-guests';
import { leftBehind } from './left-behind';
import { loopWithoutStp } from './loop-without-stp';
import { managementPathCut, managementPathMoves } from './management-path';
import { migrationMissing } from './migration-missing';
import { mirrorThatFeedsItself } from './mirror-that-feeds-itself';
import { missingLink } from './missing-link';
import { missingSetting } from './missing-setting';
import { missingTool } from './missing-tool';
import { mtuOverLower } from './mtu-over-lower';
import { obstacle } from './obstacle';
import { otherManager } from './other-manager';
import { otherNic } from './other-nic';
import { portElsewhere } from './port-elsewhere';
import { storageMtu } from './storage-mtu';
import { twoDefaultGateways } from './two-default-gateways';
import { twoNameServerLists } from './two-name-server-lists';
import { unknownName } from './unknown-name';
import { vlanNotCarried } from './vlan-not-carried';
import { vlanTaggedTwice } from './vlan-tagged-twice';
import { vlanUsedTwice } from './vlan-used-twice';

export const intentChecks: readonly IntentCheck[] = [
  twoDefaultGateways,
  addressOnPort,
  vlanTaggedTwice,
  vlanNotCarried,
  vlanUsedTwice,
  mtuOverLower,
  loopWithoutStp,
  bridgeThatFloods,
  hostAmongGuests,
  guestsInManagement,
  mirrorThatFeedsItself,
  addressWithoutIpv6,
  twoNameServerLists,
];
export const planChecks: readonly PlanCheck[] = [
  managementPathCut,
  managementPathMoves,
  missingTool,
  missingLink,
  missingSetting,
  foreignController,
  foreignLoss,
  otherManager,
  leftBehind,
  otherNic,
  obstacle,
  unknownName,
  portElsewhere,
];
export const fleetChecks: readonly FleetCheck[] = [
  duplicateAddress,
  duplicateMac,
  storageMtu,
  migrationMissing,
];

const isSuppressed = (finding: Finding, suppressions: readonly Suppression[] = []): boolean =>
  suppressions.some(({ code }) => code === finding.code);

/** What the checks say of one description. */
export const judgeIntent = (registry: Registry, intent: Intent): Finding[] =>
  intentChecks.flatMap(check => {
    const { code, severity } = check;
    const findings = check
      .run({ registry, intent })
      .map(remark => ({ code, severity, host: intent.host, ...remark }));
    return findings.filter(finding => !isSuppressed(finding, intent.settings.suppress));
  });

/** What the checks say of a plan, and of the description behind it. */
export const judgePlan = (view: PlanView): Finding[] => [
  ...judgeIntent(view.registry, view.intent),
  ...planChecks.flatMap(check => {
    const { code, severity } = check;
    const host = view.intent.host;
    const findings = check.run(view).map(remark => ({ code, severity, host, ...remark }));
    return findings.filter(finding => !isSuppressed(finding, view.intent.settings.suppress));
  }),
];

/** What the checks say of hosts against each other. */
export const judgeFleet = (registry: Registry, intents: readonly Intent[]): Finding[] =>
  fleetChecks.flatMap(check => {
    const { code, severity } = check;
    const settings = new Map(intents.map(intent => [intent.host, intent.settings]));
    return check
      .run(registry, intents)
      .map(remark => ({ code, severity, ...remark }))
      .filter(finding => !isSuppressed(finding, settings.get(finding.host)?.suppress));
  });
