import { type DynamicValue, fromDynamicValue, toDynamicValue } from '../codec/dynamic-value';
import { fromPrivate, toPrivate } from '../codec/private';
import { encodeDiagnostics } from '../codec/wire-diagnostic';
import type { ResourceDefinition } from '../definition';

interface Request {
  readonly type_name: string;
  readonly current_state: DynamicValue;
  readonly private: Uint8Array;
}

export async function read(resource: ResourceDefinition, request: Request) {
  const { schema } = resource;
  const state = fromDynamicValue(schema, request.current_state);
  if (state === null) return { new_state: toDynamicValue(schema, null), private: request.private };
  const result = await resource.read({ state, private: fromPrivate(request.private) });
  return {
    new_state: toDynamicValue(schema, result.state),
    private: toPrivate(result.private, request.private),
    diagnostics: encodeDiagnostics(result.diagnostics, schema),
  };
}
