import type { Construct } from 'constructs';
import { LinkConstruct } from '../host/resource-construct';
import { tapKind } from './tap.kind';

export interface TapProps {
  /** Account that may open it besides root, by name. @default none */
  readonly user?: string;
  /** Group whose members may open it besides root, by name. @default none */
  readonly group?: string;
  /** Whether a program may open it more than once, for a queue each. @default false */
  readonly multiQueue?: boolean;
  /** Whether packets carry a virtio header, for checksum and segmentation offload. @default false */
  readonly vnetHdr?: boolean;
  /** @default the construct's id */
  readonly name?: string;
  /** Hardware address. @default one that the kernel draws */
  readonly mac?: string;
  /** Octets. @default what the links above it need, or the kernel's 1500 */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A persistent Ethernet link whose other end is a program, such as a guest. */
export class Tap extends LinkConstruct {
  readonly linkName: string;
  readonly #props: TapProps;

  constructor(scope: Construct, id: string, props: TapProps = {}) {
    super(scope, id, tapKind);
    this.#props = props;
    this.linkName = props.name ?? id;
    this.check();
  }

  protected properties() {
    const { name: _, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, mtu: this.effectiveMtu(mtu) };
  }
}
