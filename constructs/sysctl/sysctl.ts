import type { Construct } from 'constructs';
import { ResourceConstruct } from '../host/resource-construct';
import { sysctlKind } from './sysctl.kind';

export interface SysctlProps {
  /** As sysctl(8) names it: `net.ipv4.ip_forward`; a dot within a link's name is written as a slash. */
  readonly key: string;
  readonly value: string | number | boolean;
  /** Whether a drop-in file in /etc/sysctl.d says so as well, for whoever looks there; never in a network namespace. @default true on the host */
  readonly persist?: boolean;
}

/** A kernel setting. */
export class Sysctl extends ResourceConstruct {
  readonly #props: SysctlProps;

  constructor(scope: Construct, id: string, props: SysctlProps) {
    super(scope, id, sysctlKind);
    this.#props = props;
    this.check();
  }

  protected properties() {
    const { key, value, persist = this.namespace === undefined } = this.#props;
    const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
    return { key, value: text, dropIn: persist ? text : null, namespace: this.namespace };
  }
}
