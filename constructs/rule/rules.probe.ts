import { namespaceOf } from '../../lib/net';
import type { Probe } from '../../lib/state/facts';
import { parseIpJson } from '../../lib/state/links.probe';

/** One rule as `ip -N -j rule` prints it. */
export interface HostRule {
  readonly priority: number;
  readonly not?: null;
  readonly src: string;
  readonly srclen?: number;
  readonly dst?: string;
  readonly dstlen?: number;
  readonly iif?: string;
  readonly oif?: string;
  /** Hexadecimal, as is its mask. */
  readonly fwmark?: string;
  readonly fwmask?: string;
  /** `0x10` */
  readonly tos?: string;
  /** `ipproto-6` */
  readonly ipproto?: string;
  readonly sport?: number;
  readonly sport_start?: number;
  readonly sport_end?: number;
  readonly dport?: number;
  readonly dport_start?: number;
  readonly dport_end?: number;
  readonly uid_start?: number;
  readonly uid_end?: number;
  readonly l3mdev?: null;
  readonly table?: string;
  readonly suppress_prefixlen?: number;
  readonly suppress_ifgroup?: string;
  readonly goto?: number;
  /** That it does nothing. */
  readonly nop?: null;
  /** RTN_*, include/uapi/linux/rtnetlink.h. */
  readonly action?: string;
  readonly family: 4 | 6;
  /** The network namespace that it is in. @default the host's own */
  readonly namespace?: string;
}

/** Rules of both families: two processes, and none where nobody asks for a rule. */
export const rulesProbe: Probe<readonly HostRule[]> = {
  name: 'rules',
  tool: 'ip',
  program: wanted => (wanted.length === 0 ? ':' : 'ip -N -4 -j rule show\necho\nip -N -6 -j rule show'),
  parse: stdout =>
    stdout
      .trim()
      .split(/\n+/)
      .flatMap((text, index) =>
        parseIpJson<HostRule>(text).map(rule => ({
          ...rule,
          family: index === 0 ? (4 as const) : (6 as const),
        })),
      ),
  within: (rules, named) =>
    rules.map(({ iif, oif, ...rest }) => ({
      ...rest,
      namespace: namespaceOf(named('lo')),
      ...(iif && { iif: named(iif) }),
      ...(oif && { oif: named(oif) }),
    })),
  empty: [],
};
