import type { Construct } from 'constructs';
import { type LinkLike, ResourceConstruct } from '../host/resource-construct';
import { type IpProtocol, type RuleAction, ruleKind } from './rule.kind';

export interface RuleProps {
  /** 1 to 32765; rules are asked in this order, and it names the rule. */
  readonly priority: number;
  /** @default that of from or to, else 4 */
  readonly family?: 4 | 6;
  /** Holds for packets that the rest does not describe. @default false */
  readonly not?: boolean;
  /** Prefix of the source. @default any */
  readonly from?: string;
  /** Prefix of the destination. @default any */
  readonly to?: string;
  /** Link that the packet came in by; `lo` for what the host itself sends. @default any */
  readonly inLink?: LinkLike;
  /** Link that a socket of the host is bound to. @default any */
  readonly outLink?: LinkLike;
  /** Mark of the packet, as nftables sets it. @default any */
  readonly mark?: number;
  /** Bits of the mark that count. @default all */
  readonly markMask?: number;
  /** The octet of DSCP and ECN: a multiple of 4, up to 28 for IPv4 and up to 252 for IPv6. @default any */
  readonly tos?: number;
  /** Protocol within IP, by name or by number. @default any */
  readonly ipProto?: IpProtocol | number;
  /** Port of the source, or a range such as `'1000-1999'`, within 1 to 65534. @default any */
  readonly sport?: number | string;
  /** Port of the destination, or a range. @default any */
  readonly dport?: number | string;
  /** ID of the user whose socket sends it, or a range such as `'1000-1999'`. @default any */
  readonly uidRange?: number | string;
  /** For packets of a VRF; its table is looked up unless there is a `goto` or an action. @default false */
  readonly l3mdev?: boolean;
  /** Number of the routing table to look up. @default none: there is something else in its place */
  readonly table?: number;
  /** What the table answers with a prefix of this length or a shorter one does not count: 0 leaves its default routes out. @default all counts */
  readonly suppressPrefixLength?: number;
  /** What the table answers with a way out by a link of this group (`ip link set group`) does not count. @default all counts */
  readonly suppressIfGroup?: number;
  /** Priority of the rule that is asked next, in the place of a table: one behind this one. @default none */
  readonly goto?: number;
  /** What becomes of the packet, in the place of a table; `nop` is somewhere to go to. @default none */
  readonly action?: RuleAction;
}

const isSix = (prefix: string | undefined): boolean => prefix?.includes(':') ?? false;

/** Which routing table a packet is looked up in. */
export class Rule extends ResourceConstruct {
  readonly #props: RuleProps;

  constructor(scope: Construct, id: string, props: RuleProps) {
    super(scope, id, ruleKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    const { inLink, outLink, family, ...rest } = this.#props;
    return {
      ...rest,
      namespace: this.namespace,
      family: family ?? (isSix(rest.from) || isSix(rest.to) ? 6 : 4),
      inLink: inLink && this.nameOf(inLink),
      outLink: outLink && this.nameOf(outLink),
    };
  }
}
