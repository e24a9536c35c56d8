import type { FleetCheck } from './check';
import { vlansOfRole } from './roles';

/** TL124: a guest cannot move to a host that the migration network does not reach. */
export const migrationMissing: FleetCheck = {
  code: 'TL124',
  title: 'A host of a pool without the migration network',
  severity: 'error',
  run: (registry, intents) => {
    const pools = new Map<string, Map<number, string>>();
    const has = (intent: (typeof intents)[number]) =>
      new Set(vlansOfRole(registry, intent, 'migration').map(({ id }) => id));
    for (const intent of intents) {
      const { pool } = intent.settings;
      if (pool === undefined) continue;
      const known = pools.get(pool) ?? new Map<number, string>();
      pools.set(pool, known);
      for (const id of has(intent)) if (!known.has(id)) known.set(id, intent.host);
    }
    return intents.flatMap(intent => {
      const { pool } = intent.settings;
      if (pool === undefined) return [];
      const own = has(intent);
      return [...pools.get(pool)!]
        .filter(([id]) => !own.has(id))
        .map(([id, other]) => ({
          host: intent.host,
          message: `pool '${pool}' migrates guests by VLAN ${id}, which ${other} has and this host has not`,
          remedy: `give it a link in VLAN ${id}, or take it out of the pool`,
        }));
    });
  },
};
