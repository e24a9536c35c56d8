import { call } from './notation';

export const dataSourceCalls = {
  ValidateDataResourceConfig: call(
    { type_name: 'string = 1', config: 'DynamicValue = 2' },
    { diagnostics: 'repeated Diagnostic = 1' },
  ),
  ReadDataSource: call(
    {
      type_name: 'string = 1',
      config: 'DynamicValue = 2',
      provider_meta: 'DynamicValue = 3',
      client_capabilities: 'ClientCapabilities = 4',
    },
    { state: 'DynamicValue = 1', diagnostics: 'repeated Diagnostic = 2' },
  ),
};

/** Only what it takes to refuse them: this library offers no ephemeral resources. */
export const ephemeralCalls = {
  ValidateEphemeralResourceConfig: call(
    { type_name: 'string = 1' },
    { diagnostics: 'repeated Diagnostic = 1' },
  ),
  OpenEphemeralResource: call({ type_name: 'string = 1' }, { diagnostics: 'repeated Diagnostic = 1' }),
  RenewEphemeralResource: call({ type_name: 'string = 1' }, { diagnostics: 'repeated Diagnostic = 2' }),
  CloseEphemeralResource: call({ type_name: 'string = 1' }, { diagnostics: 'repeated Diagnostic = 1' }),
};
