import { type IntentCheck, named } from './check';

/** TL131: where one list counts, each renewal of the lease would take the declared servers away. */
export const twoNameServerLists: IntentCheck = {
  code: 'TL131',
  title: 'Name servers of a lease beside declared ones',
  severity: 'error',
  run: ({ registry, intent }) => {
    const from = (source: string) =>
      intent.resources.filter(one => registry.of(one).traits?.(one.props).nameServers === source);
    const [declared] = from('declared');
    if (!declared) return [];
    return from('leased').map(leased => ({
      path: leased.path,
      message: `'dns' of ${named(registry, leased)} asks for the name servers of its lease, and 'servers' of ${named(registry, declared)} declares others`,
      remedy: "say 'dns: false' of the client, or take the declared servers out",
    }));
  },
};
