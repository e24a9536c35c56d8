import type { Construct } from 'constructs';
import { ValidationError } from '../../lib/errors';
import { type ILink, LinkConstruct } from '../host/resource-construct';
import { linkKind } from './link.kind';

/** Exactly one of `name`, `mac`, `pciPath` and `driver` says which link it is. */
export interface LinkProps {
  /** Its name: `enp2s0`. */
  readonly name?: string;
  /** Its permanent hardware address, which a rename and a bond leave as it is. */
  readonly mac?: string;
  /** Its place on the PCI bus: `0000:03:00.0`. */
  readonly pciPath?: string;
  /** Its driver, of which the host has one NIC only: `ixgbe`. */
  readonly driver?: string;
  /** Administrative state. @default left as it is */
  readonly up?: boolean;
  /** Octets. @default what the links above it need, or left as it is */
  readonly mtu?: number;
  /** The VLAN in which the switch port puts untagged frames. Told to checks, not set on the host. @default not known */
  readonly nativeVlan?: number;
  /** VLAN IDs that the switch port carries tagged. Told to checks, not set on the host. @default not known */
  readonly carries?: readonly number[];
}

/** A link that the host has already, such as a NIC. It is changed and given back, never created nor removed. */
export class Link extends LinkConstruct {
  readonly linkName: string;
  readonly #props: LinkProps;

  constructor(scope: Construct, id: string, props: LinkProps) {
    super(scope, id, linkKind);
    this.#props = props;
    const ref = refOf(props, this.node.path);
    this.linkName = this.named(ref);
    this.check();
  }

  /** A link that is neither changed nor described here: something to stand on. */
  static fromName(name: string): ILink {
    return { linkName: name };
  }

  protected properties() {
    const { up, mtu, nativeVlan, carries } = this.#props;
    return {
      name: this.linkName,
      up,
      mtu: this.effectiveMtu(mtu),
      nativeVlan,
      carries: carries && [...carries],
    };
  }
}

function refOf({ name, mac, pciPath, driver }: LinkProps, path: string): string {
  const given = [name, mac, pciPath, driver].filter(value => value !== undefined);
  if (given.length !== 1)
    throw new ValidationError({
      doing: 'make link',
      resource: path,
      field: 'name',
      found: `${given.length} of name, mac, pciPath and driver are given`,
      remedy: 'give exactly one',
    });
  if (driver !== undefined) return `@driver:${driver}`;
  if (mac !== undefined) return `@mac:${mac.toLowerCase().replaceAll('-', ':')}`;
  return pciPath === undefined ? name! : `@pci:${pciPath.toLowerCase()}`;
}
