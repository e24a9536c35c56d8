import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { kinds } from '../../constructs';
import type { AnyKind } from '../../lib/kind';
import { root } from './pages';

/** Where the properties of a construct are declared, and the kind that says what a change of one does. */
interface Source {
  readonly folder: string;
  /** Of that folder, or `folder/Name` of another construct's. */
  readonly interfaces: readonly string[];
  readonly kind?: string;
  /** Properties that are the resource's identity. */
  readonly identity?: readonly string[];
}

const construct = (
  folder: string,
  interfaces: readonly string[],
  kind?: string,
  identity: readonly string[] = ['name'],
): Source => ({
  folder: `constructs/${folder}`,
  interfaces,
  ...(kind && { kind, identity }),
});

/** By the name of the construct. */
export const sources: Readonly<Record<string, Source>> = {
  Host: construct('host', ['HostProps']),
  SshProps: { folder: 'lib/ssh', interfaces: ['SshTarget'] },
  TrunkedHost: construct('trunked-host', ['TrunkedHostProps']),
  ManagementProps: construct('trunked-host', ['ManagementProps']),
  VlanPlan: construct('vlan-plan', ['VlanProps']),
  VlanBridge: construct('vlan-bridge', ['VlanBridgeProps', 'HostSide']),
  VlanGateway: construct('vlan-gateway', ['VlanGatewayProps']),
  AccessBridge: construct('access-bridge', ['AccessBridgeProps', 'vlan-bridge/HostSide']),
  NetworkNamespace: construct('network-namespace', ['NetworkNamespaceProps'], 'network-namespace'),
  Link: construct('link', ['LinkProps'], 'link', ['name', 'mac', 'pciPath', 'driver']),
  Bond: construct('bond', ['BondProps', 'BondOptions'], 'bond'),
  Vlan: construct('vlan', ['VlanProps'], 'vlan'),
  Bridge: construct(
    'bridge',
    ['BridgeProps', 'BridgeOptions', 'VlanAwareOptions', 'PortVlanOptions'],
    'bridge',
  ),
  BridgePort: construct('bridge-port', ['BridgePortProps', 'BridgePortOptions'], 'bridge-port', ['link']),
  PortVlanOptions: construct('bridge', ['PortVlanOptions'], 'bridge-port', []),
  BpduFilter: construct('bpdu-filter', ['BpduFilterProps'], 'bpdu-filter', ['link']),
  TrunkBridge: construct('trunk-bridge', ['TrunkBridgeProps']),
  TrunkPortOptions: construct('trunk-bridge', ['TrunkPortOptions']),
  HostVlanProps: construct('trunk-bridge', ['HostVlanProps']),
  Dummy: construct('dummy', ['DummyProps'], 'dummy'),
  Ifb: construct('ifb', ['IfbProps'], 'ifb'),
  Macvlan: construct('macvlan', ['MacvlanProps'], 'macvlan'),
  Macvtap: construct('macvlan', ['MacvtapProps'], 'macvtap'),
  Tap: construct('tap', ['TapProps'], 'tap'),
  Tun: construct('tap', ['TunProps'], 'tun'),
  Veth: construct('veth', ['VethProps'], 'veth'),
  Vxlan: construct('vxlan', ['VxlanProps'], 'vxlan'),
  Geneve: construct('geneve', ['GeneveProps'], 'geneve'),
  Gre: construct('gre', ['GreProps'], 'gre'),
  IpTunnel: construct('ip-tunnel', ['IpTunnelProps'], 'ip-tunnel'),
  Vrf: construct('vrf', ['VrfProps'], 'vrf'),
  VrfMember: construct('vrf', ['VrfMemberProps'], 'vrf-member', ['link']),
  Address: construct('address', ['AddressProps'], 'address', ['link', 'address']),
  Route: construct('route', ['RouteProps'], 'route', ['to', 'metric', 'table']),
  DhcpClient: construct('dhcp-client', ['DhcpClientProps'], 'dhcp-client', ['link', 'family']),
  Rule: construct('rule', ['RuleProps'], 'rule', ['family', 'priority']),
  Shaper: construct('shaper', ['ShaperProps'], 'shaper', ['link']),
  TrafficClass: construct('shaper', ['TrafficClassProps', 'TrafficClassOptions'], 'traffic-class', [
    'classId',
  ]),
  TrafficMatch: construct('shaper', ['TrafficMatch']),
  Policer: construct('policer', ['PolicerProps'], 'policer', ['link', 'vlanId']),
  Mirror: construct('mirror', ['MirrorProps'], 'mirror', ['link', 'vlanId']),
  FirewallZone: construct('firewall-zone', ['FirewallZoneProps'], 'firewall-zone', ['link']),
  Dns: construct('dns', ['DnsProps'], 'dns', []),
  LinkSettings: construct('link-settings', ['LinkSettingsProps']),
  Ipv4Settings: construct('link-settings', ['Ipv4Settings']),
  Ipv6Settings: construct('link-settings', ['Ipv6Settings']),
  Slaac: construct('link-settings', ['SlaacProps']),
  Sysctl: construct('sysctl', ['SysctlProps'], 'sysctl', ['key']),
  OvsBridge: construct('ovs-bridge', ['OvsBridgeProps'], 'ovs-bridge'),
  OvsPort: construct('ovs-port', ['OvsPortProps', 'OvsPortOptions'], 'ovs-port', ['link']),
};

interface Property {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly meaning: string;
  readonly fallback: string;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The interfaces that are declared in a folder, by name. */
function interfacesIn(folder: string): Map<string, ts.InterfaceDeclaration> {
  const files = readdirSync(join(root, folder)).filter(
    name => name.endsWith('.ts') && !name.endsWith('.kind.ts'),
  );
  const parsed = files.map(name => {
    const path = join(root, folder, name);
    return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  });
  return new Map(
    parsed
      .flatMap(({ statements }) => statements.filter(ts.isInterfaceDeclaration))
      .map(one => [one.name.text, one]),
  );
}

function propertiesOf({ folder, interfaces }: Source): Property[] {
  const declared = interfaces.map(path => {
    const [name = '', of] = path.split('/').reverse();
    const where = of === undefined ? folder : `constructs/${of}`;
    const one = interfacesIn(where).get(name);
    if (!one) throw new Error(`${where} does not declare ${name}`);
    return one;
  });
  return declared
    .flatMap(one => one.members.filter(ts.isPropertySignature))
    .map(member => {
      // The last comment is that of the property.
      const doc = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc).at(-1);
      const tag = doc?.tags?.find(one => one.tagName.text === 'default');
      return {
        name: member.name.getText(),
        type: oneLine(member.type?.getText() ?? 'unknown'),
        required: member.questionToken === undefined,
        meaning:
          oneLine(ts.getTextOfJSDocComment(doc?.comment) ?? '') || (unsaid[member.name.getText()] ?? ''),
        fallback: oneLine(ts.getTextOfJSDocComment(tag?.comment) ?? ''),
      };
    });
}

/** What goes without saying in the source. */
const unsaid: Readonly<Record<string, string>> = {
  name: 'Its name on the host: 1 to 15 bytes.',
  port: 'TCP port.',
  user: 'Login name.',
  role: 'What the VLAN is for.',
  value: 'What it is set to.',
  bridge: 'The Open vSwitch bridge.',
  ipv4: 'What it does with IPv4.',
  ipv6: 'What it does with IPv6.',
  vlanMode: 'How the port treats tags.',
};

/** Names that a construct's property has in its kind's table, where they differ. */
const inKind: Readonly<Record<string, string>> = { persist: 'dropIn', peerNamespace: 'peer' };

function effect(kind: AnyKind, identity: readonly string[], name: string): string {
  const own = inKind[name] ?? name;
  if (identity.includes(name))
    return kind.adopted ? 'another one: the old is given back' : 'another one: the old is removed';
  if (kind.annotations?.includes(own)) return 'nothing on the host';
  if (kind.immutable?.includes(own)) return 'replaces it';
  if (kind.downs?.([{ name: own, from: undefined, to: undefined }])) return 'in place; down for a moment';
  return kind.sets?.includes(own) ? 'in place: joins and leaves' : 'in place';
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
const code = (text: string): string => `\`${cell(text)}\``;

/** The properties of a construct as a table of Markdown, from the comments in its source. */
export function table(name: string): string {
  const source = sources[name];
  if (!source) throw new Error(`nothing is known of the properties of ${name}`);
  const kind = source.kind === undefined ? undefined : kinds.of({ kind: source.kind });
  const head = ['property', 'type', 'default', ...(kind ? ['a change of it'] : []), 'meaning'];
  const rows = propertiesOf(source).map(property => [
    code(property.name),
    code(property.type.replaceAll('readonly ', '')),
    property.required ? '**required**' : cell(property.fallback || 'none'),
    ...(kind ? [effect(kind, source.identity ?? [], property.name)] : []),
    cell(property.meaning),
  ]);
  return [head, head.map(() => '---'), ...rows].map(row => `| ${row.join(' | ')} |`).join('\n');
}
