import { familyOf } from '../../net';
import { managersProbe } from '../../state/managers.probe';
import { routesProbe } from '../../state/routes.probe';
import { factsOf, hostLinks, type State } from '../../state/state';
import { keptLinks, takenLinks } from '../goal';
import { goalOf } from '../plan';
import type { PlanCheck } from './check';

/** Addresses that a manager gave a link; what routers announce (RFC 4862) comes and goes by itself. */
const given = (state: State, ifname: string): readonly string[] =>
  (hostLinks(state).get(ifname)?.addr_info ?? [])
    .filter(one => one.scope === 'global' && !(one.family === 'inet6' && one.dynamic))
    .map(one => `${one.local}/${one.prefixlen}`);

/** TL120: what the other manager had set on a link stays for now, and nobody sets it after a reboot. */
export const leftBehind: PlanCheck = {
  code: 'TL120',
  title: 'An address of a link taken over that nothing declares',
  severity: 'error',
  run: ({ registry, plan, state }) => {
    const goal = goalOf(plan);
    const taken = takenLinks(registry, goal);
    const before = keptLinks(registry, state.record?.derived ?? []);
    const declared = new Set(
      goal.flatMap(resource => {
        const kind = registry.of(resource);
        const { address, defaultRoute, leases } = kind.traits?.(resource.props) ?? {};
        return [
          ...(address === undefined ? [] : [`${kind.on?.(resource.props)} ${address}`]),
          ...(leases ? [`${leases.link} by DHCPv${leases.family}`] : []),
          ...(defaultRoute ? [`default ${defaultRoute.family}`] : []),
        ];
      }),
    );
    const facts = factsOf(state);
    const { claims } = facts.read(managersProbe);
    return [...keptLinks(registry, plan.derived)]
      .filter(link => !before.has(link) && !taken.has(link) && claims.length > 0)
      .flatMap(link => {
        const addresses = given(state, link).filter(
          address =>
            !declared.has(`${link} ${address}`) && !declared.has(`${link} by DHCPv${familyOf(address)}`),
        );
        const gateways = facts
          .read(routesProbe)
          .filter(({ dst, dev, family }) => dst === 'default' && dev === link && family === 4)
          .filter(() => !declared.has('default 4'))
          .map(({ gateway }) => `the default route via ${gateway}`);
        const left = [...addresses, ...gateways];
        if (left.length === 0) return [];
        return {
          message: `${link} is taken over with ${left.join(' and ')}, which nothing declares: after a reboot nobody would set it`,
          remedy: `declare it (Address, Route), or suppress TL120 if ${link} is to lose it`,
        };
      });
  },
};
