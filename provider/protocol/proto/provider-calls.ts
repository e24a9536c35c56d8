import { call, message } from './notation';

const named = message({ type_name: 'string = 1' });

export const providerCalls = {
  GetMetadata: call(
    {},
    {
      server_capabilities: 'ServerCapabilities = 1',
      diagnostics: 'repeated Diagnostic = 2',
      data_sources: 'repeated DataSourceMetadata = 3',
      resources: 'repeated ResourceMetadata = 4',
    },
    { DataSourceMetadata: named, ResourceMetadata: named },
  ),
  GetProviderSchema: call(
    {},
    {
      provider: 'Schema = 1',
      resource_schemas: 'map<string, Schema> = 2',
      data_source_schemas: 'map<string, Schema> = 3',
      diagnostics: 'repeated Diagnostic = 4',
      provider_meta: 'Schema = 5',
      server_capabilities: 'ServerCapabilities = 6',
    },
  ),
  ValidateProviderConfig: call({ config: 'DynamicValue = 1' }, { diagnostics: 'repeated Diagnostic = 2' }),
  ConfigureProvider: call(
    {
      terraform_version: 'string = 1',
      config: 'DynamicValue = 2',
      client_capabilities: 'ClientCapabilities = 3',
    },
    { diagnostics: 'repeated Diagnostic = 1' },
  ),
  GetFunctions: call({}, { functions: 'map<string, Function> = 1', diagnostics: 'repeated Diagnostic = 2' }),
  CallFunction: call(
    { name: 'string = 1', arguments: 'repeated DynamicValue = 2' },
    { result: 'DynamicValue = 1', error: 'FunctionError = 2' },
  ),
  StopProvider: call({}, { Error: 'string = 1' }),
};
