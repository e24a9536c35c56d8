import type { Construct } from 'constructs';
import { type LinkLike, nameOf, ResourceConstruct } from '../host/resource-construct';
import { type ClassQueue, trafficClassKind } from './traffic-class.kind';

/** What a packet must be like: all that is given must hold. A mark is asked alone. */
export interface TrafficMatch {
  /** The VLAN of its 802.1Q tag. @default any, or no tag */
  readonly vlanId?: number;
  /** The priority of that tag, 0 to 7. @default any, or no tag */
  readonly vlanPriority?: number;
  /** 0 to 63, or a name such as `ef`, `cs5`, `af41`. @default any */
  readonly dscp?: number | string;
  /** Prefix of the source. @default any */
  readonly from?: string;
  /** Prefix of the destination. @default any */
  readonly to?: string;
  /** Mark of the packet, as nftables sets it. @default any */
  readonly mark?: number;
  /** Bits of the mark that count. @default all */
  readonly markMask?: number;
}

export interface TrafficClassOptions {
  /** What it has for sure, such as `100mbit`. */
  readonly rate: string;
  /** What it may have while others leave it. @default the rate */
  readonly ceil?: string;
  /** 0 to 7: what is left over goes to the lowest number first. @default 0 */
  readonly priority?: number;
  /** What may leave at once, in units of 1024 octets. @default 10 ms of the rate, 32 at least */
  readonly burstKiB?: number;
  /** The qdisc in which its packets wait. @default 'fq_codel' */
  readonly queue?: ClassQueue;
}

export interface TrafficClassProps extends TrafficClassOptions {
  /** The packets that it is for: those that fit one of these, 8 at most. */
  readonly matches: readonly TrafficMatch[];
  /** 2 to 4094. Classes are asked in the order of their numbers. @default one more than the class before */
  readonly classId?: number;
}

/** A part of a shaper's rate. */
export class TrafficClass extends ResourceConstruct {
  readonly classId: number;
  readonly #link: LinkLike;
  readonly #props: Omit<TrafficClassProps, 'classId'>;

  /** `Shaper.addClass` makes it. */
  constructor(scope: Construct, id: string, link: LinkLike, props: TrafficClassProps & { classId: number }) {
    super(scope, id, trafficClassKind);
    const { classId, ...rest } = props;
    this.classId = classId;
    this.#link = link;
    this.#props = rest;
    this.check();
  }

  protected properties() {
    const matches = this.#props.matches.map(one =>
      Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)),
    );
    return { ...this.#props, link: nameOf(this.#link), classId: this.classId, matches };
  }
}
