import { kinds } from '../constructs/kinds';
import { HostResource } from './host-resource';
import { serve } from './protocol';

declare const TRUNKLINE_VERSION: string;

const host = new HostResource(kinds);

void serve({
  typeName: 'trunkline',
  version: TRUNKLINE_VERSION,
  schema: { attributes: {} },
  configure: async () => [],
  resources: { trunkline_host: host },
  stop: () => host.stop(),
});
