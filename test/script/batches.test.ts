import { kinds } from '../../constructs/kinds';
import { plan } from '../../lib/plan/plan';
import { deployScript, fullScript, rebootRevertScript, revertScript } from '../../lib/script/scripts';
import { stateOf } from '../laws/encode';
import { Kernel } from '../laws/kernel';
import { intentOf, recordOf, resource } from '../laws/scenes';

const nic = resource('link', { name: 'eno1', up: true, mtu: 1500 });
const PAIRS = Array.from({ length: 1000 }, (_, index) => [
  resource('bridge', { name: `br${index}`, ports: [`v${index}`] }),
  resource('vlan', { name: `v${index}`, link: 'eno1', vlanId: index + 1 }),
]).flat();
const intent = intentOf(PAIRS);
const there = new Kernel([nic, ...intent.resources]).resources;

const toolsOf = (groups: readonly { lines: readonly { step: { tool: string } }[] }[]): string[] =>
  groups.map(group => group.lines[0]!.step.tool);

test('a thousand VLANs, each in a bridge, are made by one process', () => {
  const script = deployScript(kinds, plan(kinds, intent, stateOf([nic])));
  expect(toolsOf(script.groups)).toEqual(['ip']);
  expect(script.groups[0]!.lines).toHaveLength(3000);
  expect(script.text.match(/^ip -batch/gm)).toHaveLength(1);
});

test('with guards two processes do, since a guard must not read what its own batch changes', () => {
  expect(toolsOf(fullScript(kinds, intent).groups).length).toBeLessThanOrEqual(4);
});

test('they are removed by one group, and the revert removes them so as well', () => {
  const removal = plan(kinds, intentOf([]), stateOf(there, recordOf(intent)));
  expect(removal.changes).toHaveLength(2000);
  const script = deployScript(kinds, removal);
  expect(toolsOf(script.groups)).toEqual(['delete-link']);
  expect(script.text.match(/^delete_links /gm)).toHaveLength(1);

  const revert = revertScript(kinds, plan(kinds, intent, stateOf([nic])));
  expect(toolsOf(revert.groups)).toEqual(['delete-link']);
});

test('what a lower link takes with it is not removed a second time', () => {
  const bond = intentOf([
    resource('bond', { name: 'bond0', mode: 'active-backup', ports: ['eno1'] }),
    resource('vlan', { name: 'bond0.5', link: 'bond0', vlanId: 5 }),
    resource('address', { link: 'bond0.5', address: '10.0.5.2/24' }),
  ]);
  const host = new Kernel([nic, ...bond.resources]).resources;
  const { text } = deployScript(kinds, plan(kinds, intentOf([]), stateOf(host, recordOf(bond))));
  expect(text).toContain('delete_links 1414680139 bond0 || exit 1');
  expect(text).not.toMatch(/^address delete/m);
});

test('a hundred shapers with classes, policers and mirrors are one process', () => {
  const links = Array.from({ length: 100 }, (_, index) => `v${index}`);
  const nics = ['eno1', ...links].map(name => resource('link', { name, up: true, mtu: 1500 }));
  const traffic = intentOf(
    links.flatMap(link => [
      resource('shaper', { link, discipline: 'htb', rate: '1gbit' }),
      resource('traffic-class', { link, classId: 4095, rate: '1mbit' }),
      resource('traffic-class', { link, classId: 2, rate: '2mbit', matches: [{ dscp: 46 }] }),
      resource('policer', { link, rate: '1mbit' }),
      resource('mirror', { link, to: 'eno1' }),
    ]),
  );
  const made = deployScript(kinds, plan(kinds, traffic, stateOf(nics)));
  expect(made.text.match(/^tc -batch/gm)).toHaveLength(1);
  expect(toolsOf(made.groups)).toEqual(['tc']);

  const on = new Kernel([...nics, ...traffic.resources]).resources;
  const gone = deployScript(kinds, plan(kinds, intentOf([]), stateOf(on, recordOf(traffic))));
  expect(toolsOf(gone.groups)).toEqual(['tc']);
  expect(gone.text.match(/^release_clsact( v\d+){100} \|\| exit 1$/gm)).toHaveLength(1);

  const shapers = links.map(link => resource('shaper', { link, discipline: 'tbf', rate: '1mbit' }));
  expect(toolsOf(fullScript(kinds, intentOf(shapers)).groups)).toEqual(['tc']);
});

test('OVS is one transaction, however many ports', () => {
  const ports = Array.from({ length: 50 }, (_, index) =>
    resource('ovs-port', { name: `p${index}`, bridge: 'ovs0', type: 'internal', tag: index + 1 }),
  );
  const ovs = intentOf([...ports, resource('ovs-bridge', { name: 'ovs0', failMode: 'secure' })]);
  const made = plan(kinds, ovs, stateOf([]));
  expect(toolsOf(deployScript(kinds, made).groups)).toEqual(['ovs-vsctl']);
  expect(toolsOf(fullScript(kinds, ovs).groups)).toEqual(['ovs-vsctl']);
  expect(toolsOf(revertScript(kinds, made).groups)).toEqual(['ovs-vsctl']);
});

test('after a reboot only what outlives one is taken back', () => {
  const mixed = intentOf([
    resource('vlan', { name: 'v5', link: 'eno1', vlanId: 5 }),
    resource('ovs-bridge', { name: 'ovs0' }),
    resource('sysctl', { key: 'net.ipv4.ip_forward', value: '1', dropIn: '1' }),
  ]);
  const old = resource('sysctl', { key: 'net.ipv4.ip_forward', value: '0', dropIn: null });
  const { text } = rebootRevertScript(kinds, plan(kinds, mixed, stateOf([nic, old])));
  expect(text).toContain('del-br ovs0');
  expect(text).toContain('drop_file /etc/sysctl.d/90-trunkline-net.ipv4.ip_forward.conf');
  expect(text).not.toContain('v5');
});
