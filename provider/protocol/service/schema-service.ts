import { encodeSchema } from '../codec/wire-schema';
import type { ProviderDefinition } from '../definition';
import type { Schema } from '../schema';
import { guarded, type Handlers } from './handler';

/** plan_destroy: destroys are planned too. get_provider_schema_optional: one schema call per command. */
const server_capabilities = { plan_destroy: true, get_provider_schema_optional: true };

/** What the provider offers. */
export function schemaService(
  provider: ProviderDefinition,
): Handlers<'GetMetadata' | 'GetProviderSchema' | 'GetFunctions' | 'CallFunction'> {
  const { resources, dataSources = {} } = provider;
  return {
    GetMetadata: () => ({
      server_capabilities,
      resources: Object.keys(resources).map(type_name => ({ type_name })),
      data_sources: Object.keys(dataSources).map(type_name => ({ type_name })),
    }),
    GetProviderSchema: guarded(
      () => `describing the provider '${provider.typeName}'`,
      () => ({
        provider: encodeSchema(provider.schema),
        resource_schemas: encodeSchemas(resources),
        data_source_schemas: encodeSchemas(dataSources),
        server_capabilities,
      }),
    ),
    GetFunctions: () => ({ functions: {}, diagnostics: [] }),
    CallFunction: ({ name }: { name: string }) => ({
      error: { text: `the provider '${provider.typeName}' has no function '${name}'` },
    }),
  };
}

const encodeSchemas = (described: { readonly [type: string]: { readonly schema: Schema } }) =>
  Object.fromEntries(Object.entries(described).map(([type, { schema }]) => [type, encodeSchema(schema)]));
