import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { macAddress, mtu, placedIfname } from '../../lib/net';
import { ip, linkMissing } from '../../lib/script/step';
import { linkNamed } from '../../lib/state/link-named';
import { genericChanges, genericWords, linkProps, virtualLink } from '../virtual-link/virtual-link.kind';

const schema = z
  .strictObject({
    ...linkProps,
    peer: placedIfname,
    peerMac: macAddress.optional(),
    peerMtu: mtu.optional(),
    peerUp: z.boolean().default(true),
  })
  .superRefine(({ name, peer }, context) => {
    if (name === peer)
      context.addIssue({
        code: 'custom',
        path: ['peer'],
        message: 'both ends have one name; give it another',
      });
  });

export type VethProps = z.infer<typeof schema>;

/** The other end's property, by that of every link. */
const far = { mac: 'peerMac', mtu: 'peerMtu', up: 'peerUp' } as const;

const set = (name: string, words: readonly (string | number)[]) =>
  words.length > 0 ? [ip(['link', 'set', 'dev', name, ...words])] : [];

const base = virtualLink<VethProps>({
  name: 'veth',
  summary: 'A cable in software: two links, and what one sends the other receives.',
  schema,
  module: 'veth',
  column: 'guest',
  namespaced: true,
  describe: props => `${props.name} (to ${props.peer})`,
  shape: ({ peer, peerMtu }) => ({ peer: { name: peer, ...(peerMtu && { mtu: peerMtu }) } }),
  options: { peer: { words: () => [], told: (_, { link }) => link, immutable: true } },
  defaults: { mtu: 1500, peerMtu: 1500 },
  also({ link }, facts) {
    const peer = link === undefined ? undefined : linkNamed(facts, link);
    return peer ? { peerMac: peer.address, peerMtu: peer.mtu, peerUp: peer.flags.includes('UP') } : {};
  },
});

/** Two ends of one cable (kernel: drivers/net/veth.c). */
export const vethKind: Kind<VethProps> = {
  ...base,
  create: ({ name, peer, mac, mtu: size, up, peerMac, peerMtu, peerUp }) => [
    // veth_open: an end cannot be opened while the other one is not there (ENOTCONN).
    ip(
      [
        ...['link', 'add', 'name', name, ...genericWords({ mac, mtu: size }), 'type', 'veth'],
        ...['peer', 'name', peer, ...genericWords({ mac: peerMac, mtu: peerMtu })],
      ],
      [linkMissing(name)],
    ),
    ...set(name, genericWords({ up })),
    ...set(peer, genericWords({ up: peerUp })),
  ],
  update: (props, changes) => [
    ...genericChanges(props.name, changes),
    ...Object.entries(far).flatMap(([generic, own]) =>
      genericChanges(
        props.peer,
        changes.filter(change => change.name === own).map(change => ({ ...change, name: generic })),
      ),
    ),
  ],
};
