import { z } from 'zod';
import { ValidationError } from '../../lib/errors';
import { VLAN_ROLES, type VlanRole } from '../../lib/intent/intent';
import { contains, hostOf, ipAddress, ipPrefix, mtu, vlanId } from '../../lib/net';

export type { VlanRole };

/** One VLAN of a site, as all its hosts share it. */
export interface VlanProps {
  /** 1 to 4094. */
  readonly id: number;
  /** Its network. @default none: no host has an address in it */
  readonly prefix?: string;
  /** The router in that network. @default none */
  readonly gateway?: string;
  /** Octets; each link of the VLAN is held to it, and those below are raised to the largest. @default 1500 */
  readonly mtu?: number;
  /** What it is for; checks know (TL121 to TL124). @default 'vm' */
  readonly role?: VlanRole;
}

const schema = z.strictObject({
  id: vlanId,
  prefix: ipPrefix.optional(),
  gateway: ipAddress.optional(),
  mtu: mtu.default(1500),
  role: z.enum(VLAN_ROLES).default('vm'),
});

/** A VLAN of a plan. */
export class PlannedVlan {
  readonly name: string;
  readonly id: number;
  readonly prefix?: string;
  readonly gateway?: string;
  readonly mtu: number;
  readonly role: VlanRole;

  constructor(name: string, props: z.infer<typeof schema>) {
    this.name = name;
    this.id = props.id;
    this.prefix = props.prefix;
    this.gateway = props.gateway;
    this.mtu = props.mtu;
    this.role = props.role;
  }

  /**
   * The n-th address of the VLAN's network, with its prefix length: `host(11)` of 10.0.100.0/24 is
   * `10.0.100.11/24`. Throws ValidationError when the VLAN has no prefix or n does not fit.
   */
  host(n: number): string {
    const fault = (found: string, remedy: string) =>
      new ValidationError({
        doing: `name host ${n}`,
        resource: `VLAN '${this.name}'`,
        field: 'prefix',
        found,
        remedy,
      });
    if (this.prefix === undefined) throw fault('it has no prefix', 'give the VLAN a prefix in the plan');
    try {
      return hostOf(this.prefix, n);
    } catch (error) {
      throw fault((error as Error).message, 'give a number of a host within the prefix');
    }
  }
}

/** The VLANs of a site by name, shared by many hosts. */
export class VlanPlan {
  readonly #vlans: ReadonlyMap<string, PlannedVlan>;

  /** Throws ValidationError that names the VLAN and the field. */
  constructor(vlans: Readonly<Record<string, VlanProps>>) {
    this.#vlans = new Map(Object.entries(vlans).map(([name, props]) => [name, readVlan(name, props)]));
    const byId = new Map<number, string>();
    for (const { name, id } of this.#vlans.values()) {
      const twin = byId.get(id);
      if (twin !== undefined)
        throw fault(
          name,
          'id',
          `VLAN ID ${id} is that of '${twin}' too (TL108)`,
          'give each VLAN an ID of its own',
        );
      byId.set(id, name);
    }
  }

  /** A VLAN by name. Throws ValidationError that lists the names when there is none. */
  vlan(name: string): PlannedVlan {
    const vlan = this.#vlans.get(name);
    if (vlan) return vlan;
    throw new ValidationError({
      doing: 'look up',
      resource: `VLAN '${name}'`,
      found: 'the plan has no VLAN of that name',
      remedy: `use one of ${[...this.#vlans.keys()].join(', ')}, or add it to the plan`,
    });
  }

  get vlans(): readonly PlannedVlan[] {
    return [...this.#vlans.values()];
  }
}

const fault = (name: string, field: string, found: string, remedy?: string) =>
  new ValidationError({ doing: 'read the VLAN plan', resource: `VLAN '${name}'`, field, found, remedy });

function readVlan(name: string, props: VlanProps): PlannedVlan {
  const parsed = schema.safeParse(props);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw fault(
      name,
      issue.path.join('.') || 'id',
      `${issue.message} (TL108)`.replace(/ \(TL108\)$/, issue.path[0] === 'id' ? ' (TL108)' : ''),
    );
  }
  const { prefix, gateway } = parsed.data;
  if (gateway !== undefined && (prefix === undefined || !contains(prefix, gateway)))
    throw fault(
      name,
      'gateway',
      `${gateway} is not in ${prefix ?? 'any prefix'}`,
      "give a gateway within the VLAN's prefix",
    );
  return new PlannedVlan(name, parsed.data);
}
