import type { FleetCheck } from './check';
import { duplicates } from './duplicates';

/** TL109: two hosts answer for one address. */
export const duplicateAddress: FleetCheck = {
  code: 'TL109',
  title: 'The same address on two hosts',
  severity: 'error',
  run: (registry, intents) =>
    duplicates(registry, intents, (traits, resource) =>
      // A network namespace is a network of its own, which every host may have alike.
      registry.namespaces(resource).length > 0 ? undefined : traits.address?.split('/')[0],
    ).map(({ value, ...twin }) => ({
      host: twin.host,
      path: twin.path,
      message: `address ${value} is on ${twin.other} too`,
      remedy: 'give each host an address of its own',
    })),
};
