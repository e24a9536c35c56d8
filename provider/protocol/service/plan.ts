import { type DynamicValue, fromDynamicValue, toDynamicValue } from '../codec/dynamic-value';
import { fromPrivate, toPrivate } from '../codec/private';
import { encodeDiagnostics } from '../codec/wire-diagnostic';
import { encodePath } from '../codec/wire-path';
import type { ResourceDefinition } from '../definition';

interface Request {
  readonly type_name: string;
  readonly prior_state: DynamicValue;
  readonly proposed_new_state: DynamicValue;
  readonly config: DynamicValue;
  readonly prior_private: Uint8Array;
}

export async function plan(resource: ResourceDefinition, request: Request) {
  const { schema } = resource;
  const proposed = fromDynamicValue(schema, request.proposed_new_state);
  const result = await resource.plan({
    prior: fromDynamicValue(schema, request.prior_state),
    config: fromDynamicValue(schema, request.config),
    proposed,
    private: fromPrivate(request.prior_private),
  });
  // A destroy can only be planned as null.
  const planned = proposed === null ? null : result.planned;
  return {
    planned_state: toDynamicValue(schema, planned),
    requires_replace: (result.requiresReplace ?? []).map(encodePath),
    planned_private: toPrivate(result.private, request.prior_private),
    diagnostics: encodeDiagnostics(result.diagnostics, schema),
  };
}
