import type { Construct } from 'constructs';
import { loopbackOf } from '../../lib/net';
import { type ILink, ResourceConstruct } from '../host/resource-construct';
import { networkNamespaceKind } from './network-namespace.kind';

export interface NetworkNamespaceProps {
  /** Its name: letters, digits, _ and -, 63 at most, a letter or _ first. @default the construct's id */
  readonly name?: string;
  /** Whether its loopback is up, which the kernel leaves down. @default true */
  readonly loopbackUp?: boolean;
}

/** Links, addresses, routes, rules and settings of their own. What has it as its scope is in there. */
export class NetworkNamespace extends ResourceConstruct {
  readonly namespaceName: string;
  /** Its loopback, for addresses of its own. */
  readonly loopback: ILink;
  readonly #props: NetworkNamespaceProps;

  constructor(scope: Construct, id: string, props: NetworkNamespaceProps = {}) {
    super(scope, id, networkNamespaceKind);
    this.#props = props;
    this.namespaceName = props.name ?? id;
    this.check();
    this.loopback = { linkName: loopbackOf(this.namespaceName) };
  }

  protected properties() {
    return { name: this.namespaceName, loopbackUp: this.#props.loopbackUp };
  }
}
