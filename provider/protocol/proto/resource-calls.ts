import { call, message } from './notation';

export const resourceCalls = {
  ValidateResourceConfig: call(
    { type_name: 'string = 1', config: 'DynamicValue = 2', client_capabilities: 'ClientCapabilities = 3' },
    { diagnostics: 'repeated Diagnostic = 1' },
  ),
  UpgradeResourceState: call(
    { type_name: 'string = 1', version: 'int64 = 2', raw_state: 'RawState = 3' },
    { upgraded_state: 'DynamicValue = 1', diagnostics: 'repeated Diagnostic = 2' },
  ),
  ReadResource: call(
    {
      type_name: 'string = 1',
      current_state: 'DynamicValue = 2',
      private: 'bytes = 3',
      provider_meta: 'DynamicValue = 4',
      client_capabilities: 'ClientCapabilities = 5',
    },
    { new_state: 'DynamicValue = 1', diagnostics: 'repeated Diagnostic = 2', private: 'bytes = 3' },
  ),
  PlanResourceChange: call(
    {
      type_name: 'string = 1',
      prior_state: 'DynamicValue = 2',
      proposed_new_state: 'DynamicValue = 3',
      config: 'DynamicValue = 4',
      prior_private: 'bytes = 5',
      provider_meta: 'DynamicValue = 6',
      client_capabilities: 'ClientCapabilities = 7',
    },
    {
      planned_state: 'DynamicValue = 1',
      requires_replace: 'repeated AttributePath = 2',
      planned_private: 'bytes = 3',
      diagnostics: 'repeated Diagnostic = 4',
    },
  ),
  ApplyResourceChange: call(
    {
      type_name: 'string = 1',
      prior_state: 'DynamicValue = 2',
      planned_state: 'DynamicValue = 3',
      config: 'DynamicValue = 4',
      planned_private: 'bytes = 5',
      provider_meta: 'DynamicValue = 6',
      client_capabilities: 'ClientCapabilities = 7',
    },
    { new_state: 'DynamicValue = 1', private: 'bytes = 2', diagnostics: 'repeated Diagnostic = 3' },
  ),
  ImportResourceState: call(
    { type_name: 'string = 1', id: 'string = 2', client_capabilities: 'ClientCapabilities = 3' },
    { imported_resources: 'repeated ImportedResource = 1', diagnostics: 'repeated Diagnostic = 2' },
    {
      ImportedResource: message({
        type_name: 'string = 1',
        state: 'DynamicValue = 2',
        private: 'bytes = 3',
      }),
    },
  ),
  MoveResourceState: call(
    {
      source_provider_address: 'string = 1',
      source_type_name: 'string = 2',
      source_schema_version: 'int64 = 3',
      source_state: 'RawState = 4',
      target_type_name: 'string = 5',
      source_private: 'bytes = 6',
    },
    {
      target_state: 'DynamicValue = 1',
      diagnostics: 'repeated Diagnostic = 2',
      target_private: 'bytes = 3',
    },
  ),
};
