import type { Construct } from 'constructs';
import { LinkConstruct } from '../host/resource-construct';
import { tunKind } from './tap.kind';

export interface TunProps {
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
  /** Octets. @default what the links above it need, or the kernel's 1500 */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A persistent link of IP packets whose other end is a program, such as a VPN. */
export class Tun extends LinkConstruct {
  readonly linkName: string;
  readonly #props: TunProps;

  constructor(scope: Construct, id: string, props: TunProps = {}) {
    super(scope, id, tunKind);
    this.#props = props;
    this.linkName = props.name ?? id;
    this.check();
  }

  protected properties() {
    const { name: _, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, mtu: this.effectiveMtu(mtu) };
  }
}
