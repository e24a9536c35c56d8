import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Intent } from '../lib/intent/intent';
import type { Registry } from '../lib/kind';
import { observation } from '../lib/state/observe';
import type { State } from '../lib/state/state';
import type { Private } from './protocol';

/**
 * What a read saw, for the plans that follow it. Terraform plans twice, the second time in the middle of an apply, and
 * takes any difference for a bug of the provider; so both plan from what one read saw, and apply, which looks again,
 * is who tells that the host has changed.
 */
export const remember = (registry: Registry, intent: Intent, state: State): Private => ({
  asked: asked(registry, intent),
  observed: gzipSync(JSON.stringify(state)).toString('base64'),
});

/** What was seen, unless this intent asks the host for more. */
export function recall(registry: Registry, intent: Intent, kept: Private): State | undefined {
  if (typeof kept.observed !== 'string' || kept.asked !== asked(registry, intent)) return undefined;
  return JSON.parse(gunzipSync(Buffer.from(kept.observed, 'base64')).toString()) as State;
}

const asked = (registry: Registry, { resources, host }: Intent): string =>
  createHash('sha256')
    .update(observation(registry, resources, 'marker', host).program)
    .digest('base64');
