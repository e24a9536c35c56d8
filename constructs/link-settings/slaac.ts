import { Construct } from 'constructs';
import type { LinkLike } from '../host/resource-construct';
import { LinkSettings } from './link-settings';

export interface SlaacProps {
  /** The link, by name. */
  readonly link: LinkLike;
  /** Takes the default route of the routers as well. @default false */
  readonly defaultRoute?: boolean;
  /** The metric of that route; the lowest wins. Linux 5.12 and later. @default 1024 */
  readonly metric?: number;
  /** How its address ends: by the hardware address, or at random, but always the same (RFC 7217). @default 'eui64' */
  readonly addrGenMode?: 'eui64' | 'random';
  /** Temporary addresses beside it (RFC 8981): none, some, or some that are preferred. @default 'off' */
  readonly useTempaddr?: 'off' | 'some' | 'preferred';
}

/** A link that has its IPv6 address from router advertisements (RFC 4862), whether the host forwards or not. */
export class Slaac extends Construct {
  constructor(scope: Construct, id: string, props: SlaacProps) {
    super(scope, id);
    const { link, defaultRoute = false, metric, addrGenMode = 'eui64', useTempaddr = 'off' } = props;
    new LinkSettings(this, 'settings', {
      link,
      ipv6: {
        disable: false,
        addrGenMode,
        useTempaddr,
        autoconf: true,
        acceptRaPinfo: true,
        acceptRaDefrtr: defaultRoute,
        ...(metric !== undefined && { raDefrtrMetric: metric }),
        acceptRa: 'always',
      },
    });
  }
}
