import type { Construct } from 'constructs';
import { ValidationError } from '../../lib/errors';
import { bitRateOf, bitsOf } from '../../lib/net';
import { type LinkLike, nameOf, ResourceConstruct } from '../host/resource-construct';
import { REST_CLASS, ROOT_CLASS } from '../traffic/tc.kind';
import { shaperKind } from './shaper.kind';
import { TrafficClass, type TrafficClassOptions, type TrafficClassProps } from './traffic-class';

export interface ShaperProps {
  /** The link that sends: a NIC, a bond, a VLAN, a tap. What a guest receives its tap sends. */
  readonly link: LinkLike;
  /** Bits per second, such as `100mbit` or `1.5gbit`. */
  readonly rate: string;
  /** What may leave at once, in units of 1024 octets. @default 10 ms of the rate, 32 at least */
  readonly burstKiB?: number;
  /** How long a packet may wait before it is dropped. Not with classes. @default 50 */
  readonly latencyMs?: number;
  /** Parts the rate among classes, `addClass`: this is the one of what no other matches. @default one queue for all */
  readonly rest?: TrafficClassOptions;
}

/** Holds what a link sends to a rate. */
export class Shaper extends ResourceConstruct {
  readonly link: LinkLike;
  readonly #props: ShaperProps;
  readonly #classes: TrafficClass[] = [];
  /** Bits per second that the classes have for sure. */
  #given = 0;

  constructor(scope: Construct, id: string, props: ShaperProps) {
    super(scope, id, shaperKind);
    this.link = props.link;
    this.#props = props;
    this.check();
    if (props.rest) this.#add('rest', { ...props.rest, matches: [], classId: REST_CLASS });
  }

  /** A part of the rate for the packets that fit. Throws ValidationError when more is given away than there is. */
  addClass(id: string, props: TrafficClassProps): TrafficClass {
    if (!this.#props.rest)
      throw this.#refusal(
        id,
        'rest',
        'a shaper without `rest` has one queue',
        'give it the class of the rest',
      );
    const last = this.#classes.at(-1)?.classId ?? ROOT_CLASS;
    const classId = props.classId ?? last + 1;
    if (classId >= REST_CLASS)
      throw this.#refusal(id, 'classId', `${classId} is over 4094`, 'give it a lower number');
    const made = this.#add(id, { ...props, classId });
    this.#classes.push(made);
    return made;
  }

  #add(id: string, props: TrafficClassProps & { classId: number }): TrafficClass {
    const made = new TrafficClass(this, id, this.link, props);
    const whole = bitsOf(this.#props.rate);
    this.#given += bitsOf(props.rate);
    if (this.#given > whole)
      throw this.#refusal(
        id,
        'rate',
        `the classes would have ${bitRateOf(this.#given)} for sure, and the shaper has ${bitRateOf(whole)}`,
        'give classes less, and a ceil up to which they may borrow',
      );
    if (bitsOf(props.ceil ?? props.rate) > whole)
      throw this.#refusal(id, 'ceil', `${props.ceil} is over the shaper's ${bitRateOf(whole)}`, 'lower it');
    return made;
  }

  #refusal(id: string, field: string, found: string, remedy: string): ValidationError {
    return new ValidationError({
      doing: `make traffic-class ${id}`,
      host: this.host.hostName,
      resource: this.node.path,
      field,
      found,
      remedy,
    });
  }

  protected properties() {
    const { link, rest, ...own } = this.#props;
    return { ...own, link: nameOf(link), discipline: rest ? 'htb' : 'tbf' };
  }
}
