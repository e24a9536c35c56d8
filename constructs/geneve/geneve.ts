import type { Construct } from 'constructs';
import { LinkConstruct } from '../host/resource-construct';
import { geneveKind } from './geneve.kind';

export interface GeneveProps {
  /** Virtual network identifier: 0 to 16777215. */
  readonly vni: number;
  /** The other host. */
  readonly remote: string;
  /** UDP port. @default 6081 */
  readonly port?: number;
  /** Time to live of the outer header; 0 takes the host's default. @default 0 */
  readonly ttl?: number;
  /** Traffic class of the outer header, or the inner one's. @default 0 */
  readonly tos?: number | 'inherit';
  /** @default the construct's id */
  readonly name?: string;
  /** Hardware address. @default one that the kernel draws */
  readonly mac?: string;
  /** Octets. @default what the links above it need, or what the kernel takes from the route to the other host */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** An Ethernet segment over UDP to one other host. */
export class Geneve extends LinkConstruct {
  readonly linkName: string;
  readonly #props: GeneveProps;

  constructor(scope: Construct, id: string, props: GeneveProps) {
    super(scope, id, geneveKind);
    this.#props = props;
    this.linkName = this.named(props.name ?? id);
    this.check();
  }

  protected properties() {
    const { name: _, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, mtu: this.effectiveMtu(mtu) };
  }
}
