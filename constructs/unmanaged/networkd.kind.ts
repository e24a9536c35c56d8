import { z } from 'zod';
import type { Circumstances, Kind } from '../../lib/kind';
import type { Step } from '../../lib/script/step';
import { linksProbe } from '../../lib/state/links.probe';
import { claimsOn, managersProbe, NETWORKD_SETTINGS } from '../../lib/state/managers.probe';

const schema = z.strictObject({ foreign: z.literal('kept') });

export type NetworkdProps = z.infer<typeof schema>;

const write = (content: string | null): Step[] => [
  { tool: 'file', path: NETWORKD_SETTINGS, content },
  // They are read when it starts. Before it does, at boot, there is nothing to restart.
  { tool: 'run', args: ['systemctl', 'try-restart', 'systemd-networkd.service'] },
];

/** On which it sets up any link that is not ours. */
function isAtWork({ facts, links }: Circumstances): boolean {
  const { claims, running } = facts.read(managersProbe);
  if (!running.includes('systemd-networkd')) return false;
  return facts
    .read(linksProbe)
    .filter(link => !links.has(link.ifname))
    .some(link => claimsOn(claims, link).some(({ manager }) => manager !== 'NetworkManager'));
}

/**
 * systemd-networkd removes each rule, and each route that has no link, which it does not know, whenever it sets up a
 * link (ManageForeignRoutes, ManageForeignRoutingPolicyRules: networkd.conf(5)).
 */
const derive = (given: Circumstances): NetworkdProps[] => {
  const mortal = given.resources.some(
    ({ kind, props }) =>
      props.namespace === undefined && (kind === 'rule' || (kind === 'route' && props.type)),
  );
  return mortal && (given.before.length > 0 || isAtWork(given)) ? [{ foreign: 'kept' }] : [];
};

/** What systemd-networkd is told of routes and rules that it does not know. Nobody declares it. */
export const networkdKind: Kind<NetworkdProps> = {
  name: 'networkd',
  summary: 'systemd-networkd told to keep routes and rules that it does not know.',
  schema,
  key: () => 'settings',
  describe: () => 'keeps routes and rules that it does not know',
  survivesReboot: true,
  outermost: true,
  derive,
  probes: [managersProbe, linksProbe],
  observe: (_props, facts) => (facts.read(managersProbe).keepsForeign ? { foreign: 'kept' } : undefined),
  create: () => write('[Network]\nManageForeignRoutes=no\nManageForeignRoutingPolicyRules=no\n'),
  update: () => [],
  remove: () => write(null),
};
