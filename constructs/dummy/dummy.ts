import type { Construct } from 'constructs';
import { LinkConstruct } from '../host/resource-construct';
import { dummyKind } from './dummy.kind';

export interface DummyProps {
  /** @default the construct's id */
  readonly name?: string;
  /** Hardware address. @default one that the kernel draws */
  readonly mac?: string;
  /** Octets. @default what the links above it need, or the kernel's 1500 */
  readonly mtu?: number;
  /** Administrative state. @default true */
  readonly up?: boolean;
}

/** A link that leads nowhere. */
export class Dummy extends LinkConstruct {
  readonly linkName: string;
  readonly #props: DummyProps;

  constructor(scope: Construct, id: string, props: DummyProps = {}) {
    super(scope, id, dummyKind);
    this.#props = props;
    this.linkName = this.named(props.name ?? id);
    this.check();
  }

  protected properties() {
    const { name: _, mtu, ...rest } = this.#props;
    return { ...rest, name: this.linkName, mtu: this.effectiveMtu(mtu) };
  }
}
