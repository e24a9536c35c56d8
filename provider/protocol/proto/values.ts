import { enumeration, message } from './notation';

/** What the calls of tfplugin6 are about: values, paths into them, complaints, schemas. */

const DynamicValue = message({ msgpack: 'bytes = 1', json: 'bytes = 2' });

const RawState = message({ json: 'bytes = 1', flatmap: 'map<string, string> = 2' });

const AttributePath = message(
  { steps: 'repeated Step = 1' },
  {
    Step: message({
      attribute_name: 'string = 1',
      element_key_string: 'string = 2',
      element_key_int: 'int64 = 3',
    }),
  },
);

const Diagnostic = message(
  {
    severity: 'Severity = 1',
    summary: 'string = 2',
    detail: 'string = 3',
    attribute: 'AttributePath = 4',
  },
  { Severity: enumeration('INVALID', 'ERROR', 'WARNING') },
);

const FunctionError = message({ text: 'string = 1', function_argument: 'optional int64 = 2' });

const ServerCapabilities = message({
  plan_destroy: 'bool = 1',
  get_provider_schema_optional: 'bool = 2',
  move_resource_state: 'bool = 3',
});

const ClientCapabilities = message({
  deferral_allowed: 'bool = 1',
  write_only_attributes_allowed: 'bool = 2',
});

export const valueMessages = {
  DynamicValue,
  RawState,
  AttributePath,
  Diagnostic,
  FunctionError,
  ServerCapabilities,
  ClientCapabilities,
};
