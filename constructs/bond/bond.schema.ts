import { z } from 'zod';
import { familyOf, ifname, ipAddress, linkRef, macAddress, mtu } from '../../lib/net';

/** As Documentation/networking/bonding.rst spells them, here and below. */
export const bondModes = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
] as const;
export const xmitHashPolicies = [
  'layer2',
  'layer3+4',
  'layer2+3',
  'encap2+3',
  'encap3+4',
  'vlan+srcmac',
] as const;
export const arpValidations = [
  'none',
  'active',
  'backup',
  'all',
  'filter',
  'filter_active',
  'filter_backup',
] as const;
export const lacpRates = ['slow', 'fast'] as const;
export const adSelections = ['stable', 'bandwidth', 'count'] as const;
export const arpAllTargets = ['any', 'all'] as const;
export const primaryReselections = ['always', 'better', 'failure'] as const;
export const failOverMacs = ['none', 'active', 'follow'] as const;

export type BondMode = (typeof bondModes)[number];
export type XmitHashPolicy = (typeof xmitHashPolicies)[number];
export type ArpValidate = (typeof arpValidations)[number];

const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const ms = whole(0, 600_000);

/** BOND_MAX_ARP_TARGETS and BOND_MAX_NS_TARGETS (include/net/bonding.h). */
const MOST_TARGETS = 16;

/** bond_is_ip_target_ok and bond_is_ip6_target_ok. */
const noTarget = /^(0\.0\.0\.0|255\.255\.255\.255|::1?|ff.*)$/;

/** Sorted, since their order means nothing. */
const targets = (family: 4 | 6) =>
  z
    .array(ipAddress)
    .max(MOST_TARGETS)
    .superRefine((addresses, context) => {
      const refuse = (message: string) => context.addIssue({ code: 'custom', message });
      for (const address of addresses)
        if (familyOf(address) !== family) refuse(`${address} is no IPv${family} address`);
        else if (noTarget.test(address)) refuse(`${address} cannot be asked whether it is there`);
      if (new Set(addresses).size < addresses.length) refuse('an address is named twice');
    })
    .transform(addresses => [...addresses].sort());

const base = z.strictObject({
  name: ifname,
  mode: z.enum(bondModes),
  ports: z.array(linkRef),
  miimonMs: ms.optional(),
  updelayMs: ms.optional(),
  downdelayMs: ms.optional(),
  peerNotifDelayMs: whole(0, 300_000).optional(),
  useCarrier: z.boolean().optional(),
  arpIntervalMs: ms.optional(),
  arpIpTargets: targets(4).optional(),
  nsIp6Targets: targets(6).optional(),
  arpValidate: z.enum(arpValidations).optional(),
  arpAllTargets: z.enum(arpAllTargets).optional(),
  arpMissedMax: whole(1, 255).optional(),
  lacpRate: z.enum(lacpRates).optional(),
  lacpActive: z.boolean().optional(),
  adSelect: z.enum(adSelections).optional(),
  adActorSysPrio: whole(1, 65535).optional(),
  adActorSystem: macAddress.optional(),
  adUserPortKey: whole(0, 1023).optional(),
  minLinks: whole(0, 64).optional(),
  xmitHashPolicy: z.enum(xmitHashPolicies).optional(),
  primary: linkRef.optional(),
  primaryReselect: z.enum(primaryReselections).optional(),
  failOverMac: z.enum(failOverMacs).optional(),
  numGratArp: whole(0, 255).optional(),
  resendIgmp: whole(0, 255).optional(),
  allSlavesActive: z.boolean().optional(),
  packetsPerSlave: whole(0, 65535).optional(),
  lpIntervalSec: whole(1, 0x7fff_ffff).optional(),
  tlbDynamicLb: z.boolean().optional(),
  mac: macAddress.optional(),
  mtu: mtu.optional(),
  up: z.boolean().default(true),
});

export type BondProps = z.infer<typeof base>;

const withArp: readonly BondMode[] = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast'];
const withPrimary: readonly BondMode[] = ['active-backup', 'balance-tlb', 'balance-alb'];

/** Options that the kernel takes, or heeds, in some modes only (`unsuppmodes` of bond_opts; bonding.rst). */
const onlyIn: Partial<Record<keyof BondProps, readonly BondMode[]>> = {
  arpIntervalMs: withArp,
  arpIpTargets: withArp,
  nsIp6Targets: withArp,
  arpValidate: withArp,
  arpMissedMax: withArp,
  arpAllTargets: ['active-backup'],
  lacpRate: ['802.3ad'],
  lacpActive: ['802.3ad'],
  adSelect: ['802.3ad'],
  adActorSysPrio: ['802.3ad'],
  adActorSystem: ['802.3ad'],
  adUserPortKey: ['802.3ad'],
  minLinks: ['802.3ad'],
  xmitHashPolicy: ['balance-xor', '802.3ad', 'balance-tlb'],
  primary: withPrimary,
  primaryReselect: withPrimary,
  failOverMac: ['active-backup'],
  resendIgmp: ['balance-rr', ...withPrimary],
  packetsPerSlave: ['balance-rr'],
  lpIntervalSec: ['balance-tlb', 'balance-alb'],
  tlbDynamicLb: ['balance-tlb', 'balance-alb'],
};

export const known = (name: keyof BondProps, mode: BondMode): boolean => onlyIn[name]?.includes(mode) ?? true;

/** What counts in intervals of miimon. */
export const delays = ['updelayMs', 'downdelayMs', 'peerNotifDelayMs'] as const;

type Fault = readonly [field: keyof BondProps, message: string];

const modeFaults = (props: BondProps): Fault[] =>
  (Object.entries(onlyIn) as [keyof BondProps, readonly BondMode[]][])
    .filter(([field]) => props[field] !== undefined && !known(field, props.mode))
    .map(([field, modes]) => [
      field,
      `the kernel knows it in mode ${modes.join(', ')} only; leave it out in ${props.mode}`,
    ]);

function portFaults({ ports, primary, primaryReselect }: BondProps): Fault[] {
  const faults: Fault[] = [];
  if (new Set(ports).size < ports.length) faults.push(['ports', 'a link is named twice']);
  if (primary !== undefined && !ports.includes(primary))
    faults.push(['primary', `${primary} is not one of the ports ${ports.join(', ')}`]);
  if (primaryReselect !== undefined && primary === undefined)
    faults.push(['primaryReselect', 'says when primary is chosen again; set that too']);
  return faults;
}

function delayFaults(props: BondProps): Fault[] {
  const { miimonMs } = props;
  return delays.flatMap((field): Fault[] => {
    const delay = props[field];
    if (!delay) return [];
    if (!miimonMs) return [[field, 'counts in intervals of miimonMs; set that too']];
    if (delay % miimonMs === 0) return [];
    return [[field, `the kernel rounds it to a multiple of miimonMs (${miimonMs}); give such a multiple`]];
  });
}

/** Of what watches the ports there is one: MII or ARP (bond_option_miimon_set, bond_option_arp_interval_set). */
function monitorFaults(props: BondProps): Fault[] {
  const { mode, miimonMs, arpIntervalMs, arpValidate } = props;
  const faults: Fault[] = [];
  if (miimonMs && arpIntervalMs)
    faults.push([
      'arpIntervalMs',
      'the kernel watches by MII or by ARP; set miimonMs to 0 or leave this out',
    ]);
  // bond_option_mode_set.
  if (miimonMs === 0 && !withArp.includes(mode))
    faults.push([
      'miimonMs',
      `${mode} works by MII only, and the kernel sets 100 by itself; give an interval`,
    ]);
  if (arpIntervalMs && !props.arpIpTargets?.length && !props.nsIp6Targets?.length)
    faults.push(['arpIntervalMs', 'asks nobody; set arpIpTargets or nsIp6Targets']);
  const asking = ['arpIpTargets', 'nsIp6Targets', 'arpValidate', 'arpAllTargets', 'arpMissedMax'] as const;
  for (const field of asking) {
    const set = props[field] !== undefined && props[field] !== 'none';
    if (set && !arpIntervalMs) faults.push([field, 'means nothing without arpIntervalMs; set that too']);
  }
  if (props.arpAllTargets && (arpValidate ?? 'none') === 'none')
    faults.push(['arpAllTargets', 'means nothing without arpValidate; set that too']);
  return faults;
}

/** bond_set_mac_address returns without a word. */
const macFaults = ({ failOverMac, mac }: BondProps): Fault[] =>
  failOverMac === 'active' && mac !== undefined
    ? [['mac', "with failOverMac 'active' a bond has the address of its active port; leave it out"]]
    : [];

export const schema = base.superRefine((props, context) => {
  const faults = [modeFaults, portFaults, delayFaults, monitorFaults, macFaults].flatMap(of => of(props));
  for (const [field, message] of faults) context.addIssue({ code: 'custom', path: [field], message });
});
