import type { FleetCheck } from './check';
import { vlansOfRole } from './roles';

/** TL123: a jumbo frame that one host sends and another drops hangs the storage, and a ping does not show it. */
export const storageMtu: FleetCheck = {
  code: 'TL123',
  title: 'A storage VLAN whose MTU is not the same on all hosts',
  severity: 'error',
  run: (registry, intents) => {
    const first = new Map<number, { readonly host: string; readonly mtu: number }>();
    return intents.flatMap(intent =>
      vlansOfRole(registry, intent, 'storage').flatMap(({ id, at }) => {
        const mtu = registry.of(at).link?.(at.props)?.mtu;
        if (mtu === undefined) return [];
        const known = first.get(id) ?? { host: intent.host, mtu };
        first.set(id, known);
        if (known.mtu === mtu) return [];
        return [
          {
            host: intent.host,
            path: at.path,
            message: `the MTU of storage VLAN ${id} is ${mtu} here and ${known.mtu} on ${known.host}`,
            remedy: "set it once, in the plan, and leave out the host's own",
          },
        ];
      }),
    );
  },
};
