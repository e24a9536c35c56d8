import { z } from 'zod';
import type { Need } from '../../lib/kind';
import { bitsOf } from '../../lib/net';
import type { BatchStep } from '../../lib/script/step';

/** The handle of our root qdiscs, by which they are known: `tl` in ASCII. */
export const HANDLE = '746c:';

/** Class 746c:1 has the whole rate; what no filter matches is in 746c:fff. */
export const ROOT_CLASS = 1;
export const REST_CLASS = 0xfff;
export const classOf = (id: number): string => `${HANDLE}${id.toString(16)}`;

/**
 * Preferences of our filters on clsact, in the order in which they see a frame: a mirror has what others drop.
 * Those that the kernel gives out by itself begin at 49152 and go down from there (tcf_auto_prio, net/sched/cls_api.c).
 */
export const PREFERENCES = {
  ...{ mirrorAll: 29801, mirrorVlan: 29802, policeVlan: 29803, policeAll: 29804 },
  bpdu: 29805,
};

/** A line of `tc -batch`. */
export const tc = (args: readonly (string | number)[]): BatchStep => ({ tool: 'tc', args: args.map(String) });

/** One that finds its work done in a guarded script. */
export const tcLenient = (args: readonly (string | number)[]): BatchStep => ({ ...tc(args), lenient: true });

export const tcNeeds = (...modules: string[]): readonly Need[] => [
  { tool: 'tc', packages: { debian: 'iproute2', rhel: 'iproute-tc' } },
  ...modules.map(module => ({
    module,
    packages: { debian: 'linux-image-amd64', rhel: 'kernel-modules-core' },
  })),
];

/** Octets per second. */
export const octetsOf = (rate: string): number => bitsOf(rate) / 8;

/** 1024 octets each. */
export const burstKiB = z.number().int().min(2).max(1048576);

/** What a rate sends in so many milliseconds, and no less than `least`. */
export const burstFor = (rate: string, ms: number, least: number): number =>
  Math.max(least, Math.ceil((octetsOf(rate) * ms) / 1000 / 1024));

/** The kernel keeps a burst as the time that it takes, in 32 bits of 64 ns each (PSCHED_SHIFT, pkt_sched.h). */
export function burstFault(rate: string, burst: number): string | undefined {
  const seconds = (burst * 1024) / octetsOf(rate);
  return seconds > 250
    ? `${burst} KiB last ${Math.round(seconds)} s at ${rate}, and 250 s are the most; make it smaller`
    : undefined;
}

/** Octets by which a burst can differ that was told back: by the ticks above, and as tc(8) rounds (print_size). */
const tolerance = (rate: string, octets: number): number => Math.max(16, octets / 100, octetsOf(rate) * 2e-7);

/** The burst that was seen in octets, as KiB: the wanted one where it is that but for rounding. */
export function seenBurst(octets: number, rate: string, wanted: number): number {
  const same = Math.abs(octets - wanted * 1024) <= tolerance(rate, wanted * 1024);
  return same ? wanted : Math.round(octets / 1024);
}

/** The same for the latency of a tbf in microseconds, which the kernel keeps as whole octets beyond the burst. */
export function seenLatency(us: number, rate: string, wanted: number): number {
  const slack = 1 + 2000 / octetsOf(rate);
  return Math.abs(us / 1000 - wanted) <= slack ? wanted : Math.round(us / 1000);
}
