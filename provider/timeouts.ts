import type { NestedBlock, Value, Values } from './protocol';

const duration = {
  type: 'string',
  optional: true,
  description: 'Such as `5m` or `90s`. Default: no limit.',
} as const;

/** Terraform's usual block. When the time is up, what has begun is taken back. */
export const timeoutsBlock: NestedBlock = {
  nesting: 'single',
  attributes: { create: duration, update: duration, delete: duration },
};

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of a Go duration such as `1m30s`; throws on anything else. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(part => part[0]).join('') !== text)
    throw new RangeError(`'${text}' is not a duration such as 90s or 5m`);
  return parts.reduce((sum, [, value, unit]) => sum + Number(value) * units[unit!]!, 0);
}

/** Throws on a duration that is none. What Terraform does not know yet is read later. */
export function parseTimeouts(timeouts: Value | undefined): void {
  for (const [phase, given] of Object.entries((timeouts ?? {}) as Values)) {
    if (typeof given !== 'string') continue;
    try {
      parseDuration(given);
    } catch (error) {
      throw new RangeError(`timeouts.${phase}: ${(error as Error).message}`);
    }
  }
}

/** A signal for one operation: Terraform's stop, or the time that the user gave it. */
export function abortAfter(
  stop: AbortSignal,
  timeouts: Value | undefined,
  phase: 'create' | 'update' | 'delete',
): AbortSignal {
  const given = (timeouts as Values | null | undefined)?.[phase];
  if (typeof given !== 'string') return stop;
  return AbortSignal.any([stop, AbortSignal.timeout(parseDuration(given))]);
}
