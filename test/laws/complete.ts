import type { Props } from '../../lib/kind';

/** A hardware address that only depends on the link's name. */
export function macOf(name: string): string {
  let hash = 7;
  for (const char of name) hash = (hash * 31 + char.charCodeAt(0)) % 0xffffff;
  return `52:54:00:${hash
    .toString(16)
    .padStart(6, '0')
    .replace(/(..)(?=.)/g, '$1:')}`;
}

/** What the kernel, or OVSDB, has for each property that nobody set. */
export const complete: Readonly<Record<string, (props: Props) => Props>> = {
  link: props => ({ name: props.name, up: props.up ?? true, mtu: props.mtu ?? 1500 }),
  bond: props => ({
    miimonMs: 0,
    updelayMs: 0,
    downdelayMs: 0,
    peerNotifDelayMs: 0,
    useCarrier: true,
    arpIntervalMs: 0,
    arpIpTargets: [],
    nsIp6Targets: [],
    arpValidate: 'none',
    arpAllTargets: 'any',
    arpMissedMax: 2,
    lacpRate: 'slow',
    lacpActive: true,
    adSelect: 'stable',
    adActorSysPrio: 65535,
    adActorSystem: null,
    adUserPortKey: 0,
    xmitHashPolicy: 'layer2',
    minLinks: 0,
    primary: null,
    primaryReselect: 'always',
    failOverMac: 'none',
    numGratArp: 1,
    resendIgmp: 1,
    allSlavesActive: false,
    packetsPerSlave: 1,
    lpIntervalSec: 1,
    tlbDynamicLb: true,
    mac: macOf(props.name as string),
    mtu: 1500,
    ...props,
  }),
  vlan: props => ({
    protocol: '802.1Q',
    reorderHdr: true,
    gvrp: false,
    mvrp: false,
    looseBinding: false,
    bridgeBinding: false,
    ingressQosMap: {},
    egressQosMap: {},
    mtu: 1500,
    ...props,
  }),
  bridge: props => ({
    stp: false,
    priority: 32768,
    forwardDelaySec: 15,
    helloTimeSec: 2,
    maxAgeSec: 20,
    ageingTimeSec: 300,
    mac: macOf(props.name as string),
    mtu: 1500,
    ...props,
  }),
  'ovs-bridge': props => ({
    datapathType: 'system',
    failMode: null,
    stp: false,
    mcastSnooping: false,
    ...props,
  }),
  'ovs-port': props => ({ tag: null, trunks: [], vlanMode: null, ...props }),
  address: props => ({ ...props }),
  route: props => ({ type: null, via: null, onLink: false, nextHops: null, source: null, ...props }),
  rule: props => ({
    ...{ not: false, from: null, to: null, inLink: null, outLink: null, mark: null, table: null },
    ...{ suppressPrefixLength: null, action: null },
    ...props,
    markMask: props.markMask ?? (typeof props.mark === 'number' ? 0xffffffff : null),
  }),
  dns: props => ({ search: [], ...props }),
  sysctl: props => ({ dropIn: null, ...props }),
};
