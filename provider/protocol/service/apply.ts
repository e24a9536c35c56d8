import { type DynamicValue, fromDynamicValue, toDynamicValue } from '../codec/dynamic-value';
import { fromPrivate, toPrivate } from '../codec/private';
import { encodeDiagnostics } from '../codec/wire-diagnostic';
import type { ResourceDefinition } from '../definition';
import { hasErrors } from '../diagnostic';

interface Request {
  readonly type_name: string;
  readonly prior_state: DynamicValue;
  readonly planned_state: DynamicValue;
  readonly config: DynamicValue;
  readonly planned_private: Uint8Array;
}

export async function apply(resource: ResourceDefinition, request: Request) {
  const { schema } = resource;
  const planned = fromDynamicValue(schema, request.planned_state);
  const result = await resource.apply({
    prior: fromDynamicValue(schema, request.prior_state),
    planned,
    config: fromDynamicValue(schema, request.config),
    private: fromPrivate(request.planned_private),
  });
  if (result.state === undefined && planned !== null && !hasErrors(result.diagnostics)) {
    throw new Error('the provider applied the change but gave no state');
  }
  return {
    new_state: newState(),
    private: toPrivate(result.private, request.planned_private),
    diagnostics: encodeDiagnostics(result.diagnostics, schema),
  };

  function newState(): DynamicValue {
    // A missing state would read as null, and Terraform would forget an object that is still there.
    if (result.state === undefined && hasErrors(result.diagnostics)) return request.prior_state;
    return toDynamicValue(schema, result.state ?? null);
  }
}
