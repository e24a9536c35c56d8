import { Construct } from 'constructs';
import { ValidationError } from '../../lib/errors';
import { isMatchedRef } from '../../lib/net';
import { type LinkLike, nameOf } from '../host/resource-construct';
import { callerSource, seeing } from '../host/source';
import { Sysctl } from '../sysctl/sysctl';

/** What a link does with IPv4. What is not set is left as it is; the defaults are the kernel's for a new link. */
export interface Ipv4Settings {
  /** Routes packets that come in by this link. @default as `net.ipv4.ip_forward` */
  readonly forwarding?: boolean;
  /** Reverse path filter: `strict` drops what would not be answered by this link, `loose` what would be answered by none. The larger of this and `conf.all` counts: off, strict, loose. @default 'off'; systemd has 'loose' */
  readonly rpFilter?: 'off' | 'strict' | 'loose';
  /** Answers ARP for addresses that it has a route to by another link. @default false */
  readonly proxyArp?: boolean;
  /** The same for addresses behind this very link, whose hosts may not reach each other. @default false */
  readonly proxyArpPvlan?: boolean;
  /** For which addresses it answers ARP: 0 any of the host's, 1 those of this link, 2 those of the sender's network here, 3 none of scope host, 8 none. The larger of this and `conf.all` counts. @default 0 */
  readonly arpIgnore?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  /** Which sender it names when it asks: 0 any of the host's, 1 one of the target's network if there is one, 2 the best of this link. The larger of this and `conf.all` counts. @default 0 */
  readonly arpAnnounce?: 0 | 1 | 2;
  /** Answers ARP by this link only when it would send to the asker by it. @default false */
  readonly arpFilter?: boolean;
  /** Tells its addresses by ARP when it comes up or gets another hardware address. @default false */
  readonly arpNotify?: boolean;
  /** Learns new neighbours from ARP that nobody asked for: 0 no, 1 yes, 2 in its own network only. @default 0 */
  readonly arpAccept?: 0 | 1 | 2;
  /** Drops ARP that nobody asked for. @default false */
  readonly dropGratuitousArp?: boolean;
  /** Tells senders of a shorter way (ICMP redirect). On when this or `conf.all` is. @default true */
  readonly sendRedirects?: boolean;
  /** Takes such advice. A link that forwards needs `conf.all` as well. @default true; false where the host forwards */
  readonly acceptRedirects?: boolean;
  /** Takes it from gateways only that it knows. @default true */
  readonly secureRedirects?: boolean;
  /** Takes packets that name their own route. @default true, and `conf.all` has false */
  readonly acceptSourceRoute?: boolean;
  /** Takes packets with a source of the host's own. @default false */
  readonly acceptLocal?: boolean;
  /** Routes 127.0.0.0/8 by this link. @default false */
  readonly routeLocalnet?: boolean;
  /** Marks count when the reverse path is looked up. @default false */
  readonly srcValidMark?: boolean;
  /** Writes packets with impossible addresses to the log. On when this or `conf.all` is. @default false */
  readonly logMartians?: boolean;
  /** When the first address of a network goes the next one stays. @default false; systemd has true */
  readonly promoteSecondaries?: boolean;
  /** Routes by this link do not count while it has no carrier. @default false */
  readonly ignoreRoutesWithLinkdown?: boolean;
}

/** What a link does with IPv6. What is not set is left as it is; the defaults are the kernel's for a new link. */
export interface Ipv6Settings {
  /** No IPv6 on this link: all of its IPv6 addresses go. @default false */
  readonly disable?: boolean;
  /** This link behaves as that of a router: it asks for no router advertisements. Packets are routed when `conf.all.forwarding` says so, whatever this says. @default as `net.ipv6.conf.all.forwarding` */
  readonly forwarding?: boolean;
  /** Takes router advertisements: never, unless the link forwards, or always. @default 'unless-forwarding' */
  readonly acceptRa?: 'off' | 'unless-forwarding' | 'always';
  /** Takes the default route from them. @default true */
  readonly acceptRaDefrtr?: boolean;
  /** Takes prefixes from them: routes, and addresses with `autoconf`. @default true */
  readonly acceptRaPinfo?: boolean;
  /** Takes the MTU from them. @default true */
  readonly acceptRaMtu?: boolean;
  /** The metric of the default route that they bring; Linux 5.12 and later. @default 1024 */
  readonly raDefrtrMetric?: number;
  /** Makes addresses of the prefixes that come in. @default true */
  readonly autoconf?: boolean;
  /** Looks whether somebody else has an address first: no, yes, or yes and without IPv6 when somebody has the link-local one. @default 'on' */
  readonly acceptDad?: 'off' | 'on' | 'disable-ipv6';
  /** How often it asks. @default 1 */
  readonly dadTransmits?: number;
  /** How addresses end: by the hardware address, without a link-local one, or at random, but always the same (RFC 7217). @default 'eui64' */
  readonly addrGenMode?: 'eui64' | 'none' | 'random';
  /** Temporary addresses (RFC 8981): none, some, or some that are preferred. @default 'off' */
  readonly useTempaddr?: 'off' | 'some' | 'preferred';
  /** Answers for neighbours that it was told of (`ip -6 neigh add proxy`). @default false */
  readonly proxyNdp?: boolean;
  /** Tells its addresses when it comes up or gets another hardware address. @default false */
  readonly ndiscNotify?: boolean;
  /** Takes advice of a shorter way (ICMPv6 redirect). @default true; false where the link forwards */
  readonly acceptRedirects?: boolean;
  /** Global addresses stay when the link is taken down. @default false */
  readonly keepAddrOnDown?: boolean;
  /** How many addresses it may make by itself; 0 for any number. @default 16 */
  readonly maxAddresses?: number;
  /** The hop limit of what is sent. @default 64 */
  readonly hopLimit?: number;
}

export interface LinkSettingsProps {
  /** The link, by name: one by `mac`, `pciPath` or `driver` is in no sysctl. */
  readonly link: LinkLike;
  readonly ipv4?: Ipv4Settings;
  readonly ipv6?: Ipv6Settings;
  /** Whether drop-in files in /etc/sysctl.d say so as well, for whoever looks there. @default true */
  readonly persist?: boolean;
}

/** The kernel's numbers for words (Documentation/networking/ip-sysctl.rst). */
const NUMBERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  rpFilter: { off: 0, strict: 1, loose: 2 },
  acceptRa: { off: 0, 'unless-forwarding': 1, always: 2 },
  acceptDad: { off: 0, on: 1, 'disable-ipv6': 2 },
  // The 2 between needs a secret of its own.
  addrGenMode: { eui64: 0, none: 1, random: 3 },
  useTempaddr: { off: 0, some: 1, preferred: 2 },
};

/** First and last number of those that are no words. */
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  arpIgnore: [0, 8],
  arpAnnounce: [0, 2],
  arpAccept: [0, 2],
  raDefrtrMetric: [1, 4294967295],
  dadTransmits: [0, 2147483647],
  maxAddresses: [0, 2147483647],
  hopLimit: [1, 255],
};

/** `disable` is the one whose name says less here. */
const settingOf = (name: string): string =>
  name === 'disable' ? 'disable_ipv6' : name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

/** The settings that the kernel keeps for one link, each a `Sysctl`. */
export class LinkSettings extends Construct {
  readonly #source = callerSource();

  constructor(scope: Construct, id: string, props: LinkSettingsProps) {
    super(scope, id);
    const { ipv4 = {}, ipv6 = {}, persist } = props;
    const link = nameOf(props.link);
    if (isMatchedRef(link))
      throw this.#wrong('link', `${link} is only known on the host, and a sysctl needs the name`, 'name it');
    if (Object.keys(ipv4).length + Object.keys(ipv6).length === 0)
      throw this.#wrong('ipv4', 'nothing is set', 'set something in ipv4 or ipv6, or leave it out');
    if (ipv6.forwarding && ipv6.acceptRa === 'unless-forwarding')
      throw this.#wrong(
        'ipv6.acceptRa',
        'a link that forwards takes no router advertisements so',
        "make it 'always' or 'off'",
      );
    const family = (name: 'ipv4' | 'ipv6', settings: object) => {
      for (const [property, given] of Object.entries(settings)) {
        if (given === undefined) continue;
        const setting = settingOf(property);
        const key = `net.${name}.conf.${link.replaceAll('.', '/')}.${setting}`;
        const value = this.#valueOf(`${name}.${property}`, property, given);
        new Sysctl(this, `${name}.${setting}`, { key, value, ...(persist !== undefined && { persist }) });
      }
    };
    family('ipv4', ipv4);
    family('ipv6', ipv6);
  }

  #valueOf(field: string, property: string, given: unknown): number {
    const words = NUMBERS[property];
    const [least, most] = BOUNDS[property] ?? [];
    if (words) {
      const found = words[given as string];
      if (found !== undefined) return found;
      throw this.#wrong(field, `${JSON.stringify(given)}`, `give ${Object.keys(words).join(', ')}`);
    }
    if (least === undefined && typeof given === 'boolean') return given ? 1 : 0;
    if (
      least !== undefined &&
      Number.isInteger(given) &&
      (given as number) >= least &&
      (given as number) <= most!
    )
      return given as number;
    const remedy = least === undefined ? 'give true or false' : `give ${least} to ${most}`;
    throw this.#wrong(field, `${JSON.stringify(given)}`, remedy);
  }

  #wrong(field: string, found: string, remedy: string): ValidationError {
    return new ValidationError({
      doing: 'make LinkSettings',
      resource: this.node.path,
      field,
      found,
      remedy: seeing(remedy, this.#source),
    });
  }
}
