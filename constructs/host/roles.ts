import type { VlanRole } from '../../lib/intent/intent';
import type { Resource } from '../../lib/kind';
import { kinds } from '../kinds';
import type { VlanPlan } from '../vlan-plan/vlan-plan';

/** What the VLANs that a host uses are for, as its plan says; undefined where it says nothing of them. */
export function rolesOf(
  plan: VlanPlan | undefined,
  resources: readonly Resource[],
): Readonly<Record<string, VlanRole>> | undefined {
  const used = new Set(
    resources.flatMap(resource => {
      const { vlan, nativeVlan } = kinds.of(resource).traits?.(resource.props) ?? {};
      return [vlan?.id, nativeVlan];
    }),
  );
  const roles = (plan?.vlans ?? [])
    .filter(({ id }) => used.has(id))
    .map(({ id, role }) => [id, role] as const);
  return roles.length === 0 ? undefined : Object.fromEntries(roles);
}
