import type { Construct } from 'constructs';
import { type LinkLike, nameOf, ResourceConstruct } from '../host/resource-construct';
import { type BpduDirection, bpduFilterKind } from './bpdu-filter.kind';

export interface BpduFilterProps {
  /** The link: a port of a bridge, most often. */
  readonly link: LinkLike;
  /** What the link receives, what it sends, or both. @default 'both' */
  readonly direction?: BpduDirection;
}

/** Drops the BPDUs of spanning trees at a link. `bpduFilter` of a BridgePort makes it. */
export class BpduFilter extends ResourceConstruct {
  readonly #props: BpduFilterProps;

  constructor(scope: Construct, id: string, props: BpduFilterProps) {
    super(scope, id, bpduFilterKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    return { ...this.#props, link: nameOf(this.#props.link) };
  }
}
