import type { Construct } from 'constructs';
import { type LinkLike, nameOf, ResourceConstruct } from '../host/resource-construct';
import { type MirrorDirection, mirrorKind } from './mirror.kind';

export interface MirrorProps {
  /** The link whose frames are copied: a NIC, a bond, a bridge port, a tap. */
  readonly link: LinkLike;
  /** The link by which the copies leave. */
  readonly to: LinkLike;
  /** What the link receives, what it sends, or both. What a guest sends its tap receives. @default 'both' */
  readonly direction?: MirrorDirection;
  /** Frames with this 802.1Q tag only. A VLAN that is a link of its own needs none. @default all frames */
  readonly vlanId?: number;
}

/** Copies frames of a link to another one. */
export class Mirror extends ResourceConstruct {
  readonly #props: MirrorProps;

  constructor(scope: Construct, id: string, props: MirrorProps) {
    super(scope, id, mirrorKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    const { link, to, ...rest } = this.#props;
    return { link: nameOf(link), to: nameOf(to), ...rest };
  }
}
