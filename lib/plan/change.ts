import type { PropertyChange, Props, ResourceId } from '../kind';

/**
 * `restore` puts back what another change of the same plan takes away by the kernel's own doing:
 * a VLAN whose bond is replaced, a route on a link that goes down for a moment.
 */
export type Action = 'create' | 'update' | 'replace' | 'remove' | 'restore';

/** Why a change is there. */
export type Reason = 'wanted' | 'drift' | 'no longer wanted' | 'makes way' | 'given back' | 'restored';

/** One change of one resource. `before` and `after` are whole, so that a change can be turned round. */
export interface Change {
  readonly id: ResourceId;
  readonly kind: string;
  readonly action: Action;
  readonly reason: Reason;
  readonly before?: Props;
  readonly after?: Props;
  readonly properties: readonly PropertyChange[];
  /** The kernel does the removal by itself, since the link below goes in the same plan. */
  readonly implied?: true;
  readonly path?: string;
  readonly source?: string;
}
