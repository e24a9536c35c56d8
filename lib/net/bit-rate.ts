import { z } from 'zod';

const UNITS = { kbit: 1e3, mbit: 1e6, gbit: 1e9 } as const;
type Unit = keyof typeof UNITS;

const LEAST = 8e3;
const MOST = 400e9;

const bits = (text: string): number | undefined => {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(kbit|mbit|gbit)$/.exec(text) ?? [];
  // A product of decimal fractions is off by less than a bit.
  return number === undefined ? undefined : Math.round(Number(number) * UNITS[unit as Unit] * 1e3) / 1e3;
};

/** Bits per second of a parsed `bitRate`. */
export const bitsOf = (rate: string): number => bits(rate)!;

/** Bits per second as text, in the largest unit that holds them whole: `1500kbit`. */
export function bitRateOf(bitsPerSecond: number): string {
  const whole = (['gbit', 'mbit', 'kbit'] as const).find(unit => bitsPerSecond % UNITS[unit] === 0);
  return whole ? `${bitsPerSecond / UNITS[whole]}${whole}` : `${bitsPerSecond}bit`;
}

/**
 * Why a text cannot be a rate. tc(8) prints four digits at least, and above 1 Gbit/s no kbit (tc_print_rate,
 * tc/tc_util.c): what it would not print could not be compared.
 */
function fault(text: string): string | undefined {
  const value = bits(text);
  if (value === undefined) return 'is not a number with kbit, mbit or gbit, such as 100mbit';
  if (value < LEAST) return 'is under 8kbit, the least';
  if (value > MOST) return 'is over 400gbit, the most';
  if (value % UNITS.kbit !== 0) return 'is no whole number of kbit, which tc cannot tell; round it';
  if (value >= UNITS.gbit && value % UNITS.mbit !== 0)
    return 'is no whole number of mbit, which from 1gbit on is all that tc can tell; round it';
  return undefined;
}

/** Bits per second as tc(8) writes them, in lower case: `2mbit`, `1.5gbit`. Kept in the largest whole unit. */
export const bitRate = z.string().transform((text, context) => {
  const found = fault(text);
  if (found === undefined) return bitRateOf(bitsOf(text));
  context.addIssue({ code: 'custom', message: `rate ${JSON.stringify(text)} ${found}` });
  return z.NEVER;
});
