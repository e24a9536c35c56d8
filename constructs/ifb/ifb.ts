import type { Construct } from 'constructs';
import { LinkConstruct } from '../host/resource-construct';
import { ifbKind } from './ifb.kind';

export interface IfbProps {
  /** @default the construct's id */
  readonly name?: string;
  /** Octets. @default what the links above it need, or the kernel's 1500 */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A link that what another one receives is sent through, so that it can be shaped. */
export class Ifb extends LinkConstruct {
  readonly linkName: string;
  readonly #props: IfbProps;

  constructor(scope: Construct, id: string, props: IfbProps = {}) {
    super(scope, id, ifbKind);
    this.#props = props;
    this.linkName = props.name ?? id;
    this.check();
  }

  protected properties() {
    const { name: _, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, mtu: this.effectiveMtu(mtu) };
  }
}
