import { kinds } from '../../constructs/kinds';
import {
  type HostPicture,
  pictureOfState,
  renderDot,
  renderMermaid,
  renderSvg,
  renderTable,
  renderTree,
} from '../../lib/picture';
import { managersProbe } from '../../lib/state/managers.probe';
import { bigHost, describedHost, hostLink, observedHost, pictureOf, stateOf } from './samples';

const linkOf = (picture: HostPicture, name: string) => picture.links.find(link => link.name === name)!;
const namesIn = (picture: HostPicture, column: string) =>
  picture.links.filter(link => link.column === column).map(link => link.name);

describe('a picture of a state', () => {
  const trunk = pictureOf('trunk-observed');
  const ovs = pictureOf('ovs-observed');

  it('puts links into five columns, and leaves out lo and what stands for a datapath', () => {
    expect(namesIn(ovs, 'nic')).toEqual(['d1', 'd2', 'enp4s0', 'enp5s0']);
    expect(namesIn(ovs, 'bond')).toEqual(['obond0']);
    expect(namesIn(trunk, 'vlan')).toEqual(['bond0.100', 'bond0.200', 'bond0.300', 'bond0.400']);
    expect(namesIn(ovs, 'bridge')).toEqual(['br-int', 'ovsbr0']);
    expect(namesIn(ovs, 'guest')).toEqual([
      ...['macvtap0', 'mgmt0', 'patch-int', 'patch-out', 'veth0', 'veth1', 'vnet9'],
    ]);
  });

  it('tells what is ours by the record, also where that names a NIC by its MAC', () => {
    const owned = trunk.links.filter(link => link.owned).map(link => link.name);
    expect(owned).toEqual([
      ...['enp2s0', 'enp3s0', 'bond0', 'bond0.100', 'bond0.200', 'bond0.300', 'bond0.400'],
      ...['br200', 'br300', 'br400'],
    ]);
    expect(ovs.links.some(link => link.owned)).toBe(false);
  });

  it('shows what the record has and the host has not', () => {
    expect(linkOf(trunk, 'br400')).toMatchObject({ state: 'missing', owned: true, column: 'bridge' });
    expect(trunk.edges).toContainEqual(
      expect.objectContaining({ lower: 'bond0', upper: 'bond0.400', relation: 'stands on' }),
    );
  });

  it('says which network manager sets a link up', () => {
    const state = stateOf('trunk-observed');
    const claims = [{ link: 'enp5s0', manager: 'NetworkManager', file: '/etc/x.nmconnection' }];
    const managers = { ...managersProbe.empty, claims };
    const seen = pictureOfState(kinds, { ...state, answers: { ...state.answers, managers } });
    expect(linkOf(seen, 'enp5s0').manager).toBe('NetworkManager');
    expect(linkOf(seen, 'enp3s0').manager).toBeUndefined();
    expect(renderTree(seen)).toMatch(/enp5s0 .*set up by NetworkManager/);
    expect(renderSvg([seen])).toContain('by NetworkManager');
  });

  it('says why a link does not work', () => {
    const states = ['enp5s0', 'virbr0', 'bond0'].map(name => linkOf(trunk, name).state);
    expect(states).toEqual(['down', 'no carrier', 'up']);
    expect(linkOf(ovs, 'veth0').state).toBe('lower layer down');
  });

  it('follows the management path to the wire, through bridges but not to guests', () => {
    const path = (picture: HostPicture) =>
      picture.links.filter(link => link.onManagementPath).map(link => link.name);
    expect(path(trunk)).toEqual(['enp2s0', 'enp3s0', 'bond0', 'bond0.100']);
    expect(path(ovs)).toEqual(['enp5s0', 'ovsbr0', 'mgmt0']);
    expect(
      path(pictureOfState(kinds, stateOf('trunk-observed'), { managementAddress: '192.0.2.1' })),
    ).toEqual([]);
  });

  it('tells a bond whose switch does not speak LACP', () => {
    const info_data = { mode: '802.3ad', ad_info: { partner_mac: '00:00:00:00:00:00' } };
    const state = observedHost([hostLink('bond0', { linkinfo: { info_kind: 'bond', info_data } })]);
    expect(renderTree(pictureOfState(kinds, state))).toContain('no LACP partner');
  });

  it('tells addresses that are not settled', () => {
    const one = { family: 'inet6' as const, local: '2001:db8::1', prefixlen: 64, scope: 'global' };
    const state = observedHost([hostLink('eth0', { addr_info: [{ ...one, dadfailed: true }] })]);
    expect(renderTree(pictureOfState(kinds, state))).toContain('2001:db8::1/64 (duplicate)');
  });

  it('takes speeds from who read them', () => {
    const speedsMbps = new Map([['enp2s0', 25_000]]);
    const fast = pictureOfState(kinds, stateOf('trunk-observed'), { speedsMbps });
    expect(renderTree(fast)).toContain('25 Gb/s');
  });
});

describe('a picture of an intent', () => {
  it('shows a link that is named and not declared as foreign', () => {
    const picture = describedHost('kvm05', [
      { kind: 'bond', props: { name: 'bond0', mode: 'active-backup', ports: ['eth0'] } },
    ]);
    expect(picture.links.map(({ name, owned }) => [name, owned])).toEqual([
      ['eth0', false],
      ['bond0', true],
    ]);
  });

  it('finds the link of a default route by its gateway', () => {
    expect(linkOf(pictureOf('access-ports'), 'eno1').defaultRoutes).toEqual([4]);
  });
});

describe('renderers', () => {
  it('make the same bytes of the same facts, in whatever order they come', () => {
    const state = stateOf('trunk-observed');
    const turned = {
      ...state,
      answers: { ...state.answers, links: [...(state.answers.links as unknown[])].reverse() },
    };
    const all = (picture: HostPicture) => [
      renderSvg([picture]),
      renderTree(picture),
      renderTable(picture),
      renderMermaid([picture]),
      renderDot([picture]),
    ];
    expect(all(pictureOfState(kinds, turned))).toEqual(all(pictureOfState(kinds, state)));
  });

  it('colour the terminal when asked only', () => {
    const trunk = pictureOf('trunk-observed');
    const coloured = renderTree(trunk, { color: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
    const bare = coloured.replace(/\u001b\[\d+m/g, '');
    expect(coloured).not.toBe(bare);
    expect(bare.replace(/ +$/gm, '')).toBe(renderTree(trunk));
  });

  it('keep to the width of the terminal', () => {
    const lines = [...['trunk-observed', 'ovs-observed', 'access-ports'].map(pictureOf), bigHost(30)]
      .map(picture => renderTree(picture))
      .join('')
      .split('\n');
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(100);
  });

  it('tell a link once where it has several ports, and point to it elsewhere', () => {
    const picture = describedHost('kvm06', [
      { kind: 'vlan', props: { name: 'eth0.5', link: 'eth0', vlanId: 5 } },
      { kind: 'vlan', props: { name: 'eth1.5', link: 'eth1', vlanId: 5 } },
      { kind: 'bridge', props: { name: 'br5', ports: ['eth0.5', 'eth1.5'], stp: true } },
    ]);
    expect(renderTree(picture)).toBe(`kvm06  as described: 2 NICs, 2 VLANs, 1 bridge

   LINK       IS          FACTS
 ○ eth0       NIC
 ● └─ eth0.5  VLAN 5
 ●    └─ br5  bridge STP
 ○ eth1       NIC
 ● └─ eth1.5  VLAN 5
 ●    └─ br5  see above

 ● Trunkline's   ○ foreign
`);
  });

  it('refuse more edges than mermaid draws', () => {
    expect(() => renderMermaid([bigHost(300)])).toThrow(
      "cannot draw with mermaid on host 'kvm09': 1052 edges, and mermaid draws 500; use svg or dot",
    );
    expect(() => renderMermaid([bigHost(150), bigHost(150)])).toThrow('draw fewer hosts, or use svg or dot');
  });
});
