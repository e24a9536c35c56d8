import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { loopbackOf, NAMESPACES, namespaceName } from '../../lib/net';
import { type Guard, ip, type RunStep } from '../../lib/script/step';
import { linkNamed } from '../../lib/state/link-named';
import { linksProbe } from '../../lib/state/links.probe';

const schema = z.strictObject({
  name: namespaceName,
  loopbackUp: z.boolean().default(true),
});

export type NetworkNamespaceProps = z.infer<typeof schema>;

const netns = (verb: 'add' | 'delete', name: string, test: Guard['test']): RunStep => ({
  tool: 'run',
  args: ['ip', 'netns', verb, name],
  when: [{ test, path: `${NAMESPACES}/${name}` } as Guard],
});

const loopback = (name: string, up: boolean) =>
  ip(['link', 'set', 'dev', loopbackOf(name), up ? 'up' : 'down']);

/** Links, addresses, routes, rules and settings of their own (network_namespaces(7)). Its loopback is the link that it is. */
export const networkNamespaceKind: Kind<NetworkNamespaceProps> = {
  name: 'network-namespace',
  summary: 'Links, addresses, routes, rules and settings of their own, apart from those of the host.',
  schema,
  key: props => props.name,
  describe: props => props.name,
  link: props => ({ name: loopbackOf(props.name) }),
  column: 'bridge',
  namespaced: true,
  probes: [linksProbe],

  observe({ name }, facts) {
    const link = linkNamed(facts, loopbackOf(name));
    return link && { name, loopbackUp: link.flags.includes('UP') };
  },
  obstacle: ({ name }, facts) =>
    linkNamed(facts, loopbackOf(name)) && {
      message: `the host has a network namespace '${name}' that Trunkline did not make`,
      remedy: `give ours another name, or delete that one first: ip netns delete ${name}`,
    },

  // A loopback begins down.
  create: ({ name, loopbackUp }) => [
    netns('add', name, 'missing'),
    ...(loopbackUp ? [loopback(name, true)] : []),
  ],
  update: ({ name }, changes) =>
    changes.flatMap(change =>
      change.name === 'loopbackUp' && 'to' in change ? [loopback(name, change.to as boolean)] : [],
    ),
  remove: ({ name }) => [netns('delete', name, 'exists')],
};
