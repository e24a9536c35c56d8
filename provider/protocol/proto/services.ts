import { loadPackageDefinition, type ServiceClientConstructor, type ServiceDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { goPlugin } from './go-plugin';
import { callsOf } from './notation';
import { dataSourceCalls, ephemeralCalls } from './other-calls';
import { providerCalls } from './provider-calls';
import { resourceCalls } from './resource-calls';
import { schemaMessages } from './schema';
import { valueMessages } from './values';

const calls = { ...providerCalls, ...resourceCalls, ...dataSourceCalls, ...ephemeralCalls };

/** Every method of `tfplugin6.Provider`, as Terraform 1.11 calls them. */
export type Method = keyof typeof calls;

const tfplugin6 = {
  nested: {
    ...valueMessages,
    ...schemaMessages,
    ...calls,
    Provider: callsOf(Object.keys(calls)),
  },
};

interface Services {
  tfplugin6: { Provider: ServiceClientConstructor };
  plugin: Record<'GRPCController' | 'GRPCBroker' | 'GRPCStdio', ServiceClientConstructor>;
}

/** Describes the services without reading a file, so that a bundle of one file is enough. */
export function services(): Record<'provider' | 'controller' | 'broker' | 'stdio', ServiceDefinition> {
  const root = { nested: { tfplugin6, plugin: goPlugin } } as Parameters<typeof fromJSON>[0];
  const definition = fromJSON(root, { keepCase: true, longs: Number, defaults: true });
  const { tfplugin6: terraform, plugin } = loadPackageDefinition(definition) as unknown as Services;
  return {
    provider: terraform.Provider.service,
    controller: plugin.GRPCController.service,
    broker: plugin.GRPCBroker.service,
    stdio: plugin.GRPCStdio.service,
  };
}
