import { zonesProbe } from '../../constructs/firewall-zone/zones.probe';
import { trafficProbe } from '../../constructs/traffic/traffic.probe';
import type { Intent } from '../../lib/intent/intent';
import type { Resource } from '../../lib/kind';
import { type Claim, managersProbe } from '../../lib/state/managers.probe';
import type { State } from '../../lib/state/state';
import { macOf } from '../laws/complete';
import { stateOf } from '../laws/encode';
import { Kernel } from '../laws/kernel';
import { deploy, recordOf, resource, stateAt } from '../laws/scenes';
import { run } from './examples';

const nic = (name: string): Resource => resource('link', { name, up: true, mtu: 1500 });
const uplinks = [nic('enp2s0'), nic('enp3s0')];

/** A host on which another network manager has a link. */
function managed(resources: readonly Resource[], claim: Claim): State {
  const state = stateOf(new Kernel(resources).resources);
  const managers = { ...managersProbe.empty, claims: [claim] };
  return { ...state, answers: { ...state.answers, managers } };
}

/** A host with two NICs that an example was confirmed on, and on which others made what is given beside. */
function confirmed(example: string, others: readonly Resource[] = []): State {
  const intent = run(example).hosts[0]!.intent();
  const { kernel, record } = deploy({ kernel: new Kernel(uplinks) }, intent);
  return stateOf([...kernel.resources, ...others], record);
}

const reachedBy = (localAddress: string, state: State): State => ({
  ...state,
  identity: { ...state.identity, localAddress },
});

/** The hosts that the pages of the checks speak of, by the example that meets them. */
export const scenes: Readonly<Record<string, (intent: Intent) => State>> = {
  TL101: () => reachedBy('10.0.100.11', confirmed('trunked-host')),
  TL102: () => reachedBy('10.0.100.11', confirmed('trunked-host')),
  TL113: () => {
    const state = stateOf(uplinks);
    return { ...state, tools: state.tools.filter(tool => tool !== 'ovs-vsctl') };
  },
  TL114: () => stateOf(uplinks),
  TL115: () => {
    const theirs = resource('bridge', { name: 'br-lan', ports: ['enp3s0'], up: true });
    return stateAt({ kernel: new Kernel([...uplinks, theirs]) });
  },
  TL130: () => {
    const theirs = resource('bridge', { name: 'br-lan', ports: ['enp2s0'], up: true });
    return stateAt({ kernel: new Kernel([...uplinks, theirs]) });
  },
  TL116: () => {
    const before = confirmed('trunked-host', [nic('vnet3')]);
    const links = before.answers.links as readonly { ifname: string }[];
    const plugged = links.map(link => (link.ifname === 'vnet3' ? { ...link, master: 'br200' } : link));
    return { ...before, answers: { ...before.answers, links: plugged } };
  },
  TL118: () => {
    const claim = { link: 'enp2s0', manager: 'ifupdown', file: '/etc/network/interfaces', line: 12 };
    return managed(uplinks, claim);
  },
  TL117: () => stateOf(uplinks),
  TL125: intent => {
    const state = stateOf(uplinks, recordOf(intent));
    return { ...state, record: { ...state.record!, nics: { enp2s0: macOf('enp3s0') } } };
  },
  TL120: () =>
    managed([...uplinks, resource('address', { link: 'enp2s0', address: '192.0.2.11/24' })], {
      link: 'enp2s0',
      manager: 'ifupdown',
      file: '/etc/network/interfaces',
      line: 12,
    }),
  TL129: () => {
    const state = stateOf(uplinks);
    const zones = { ...zonesProbe.empty, known: ['drop', 'internal', 'public', 'trusted'] };
    return { ...state, answers: { ...state.answers, 'firewall-zones': zones } };
  },
  TL126: () => {
    const state = stateOf(uplinks);
    const pfifo = { kind: 'pfifo', handle: '5:', dev: 'enp2s0', root: true };
    const traffic = { ...trafficProbe.empty, qdiscs: [pfifo] };
    return { ...state, answers: { ...state.answers, traffic } };
  },
  'link-settings': () =>
    stateOf([
      ...['bond0.100', 'bond0.200'].map(nic),
      resource('sysctl', { key: 'net.ipv4.ip_forward', value: '0', dropIn: null }),
      resource('sysctl', { key: 'net.ipv4.conf.bond0/100.rp_filter', value: '0', dropIn: null }),
      resource('sysctl', { key: 'net.ipv4.conf.bond0/100.send_redirects', value: '1', dropIn: null }),
    ]),
  slaac: () =>
    stateOf([
      nic('enp2s0'),
      ...[
        'addr_gen_mode',
        'use_tempaddr',
        'disable_ipv6',
        'autoconf',
        'accept_ra_pinfo',
        'accept_ra_defrtr',
        'accept_ra',
      ].map((name, n) =>
        resource('sysctl', { key: `net.ipv6.conf.enp2s0.${name}`, value: n < 3 ? '0' : '1', dropIn: null }),
      ),
    ]),
  'take-over': () =>
    managed(
      [
        ...uplinks,
        resource('address', { link: 'enp2s0', address: '192.0.2.11/24' }),
        resource('route', { to: 'default', via: '192.0.2.1', link: 'enp2s0' }),
      ],
      { link: 'enp2s0', manager: 'systemd-networkd', file: '/etc/systemd/network/20-uplink.network' },
    ),
};
