import type { FleetCheck } from './check';
import { duplicates } from './duplicates';

/** TL110: switches learn one port for an address that two hosts use. */
export const duplicateMac: FleetCheck = {
  code: 'TL110',
  title: 'The same MAC address on two hosts',
  severity: 'error',
  run: (registry, intents) =>
    duplicates(registry, intents, traits => traits.mac).map(({ value, ...twin }) => ({
      host: twin.host,
      path: twin.path,
      message: `MAC address ${value} is used by ${twin.other} too`,
      remedy: 'leave it out, or give each host one of its own',
    })),
};
