import { toDynamicValue } from '../codec/dynamic-value';
import { toPrivate } from '../codec/private';
import { encodeDiagnostics } from '../codec/wire-diagnostic';
import type { ResourceDefinition } from '../definition';

export async function importState(
  resource: ResourceDefinition,
  { type_name, id }: { type_name: string; id: string },
) {
  if (!resource.importState) throw new Error(`${type_name} cannot be imported`);
  const { state, private: kept, diagnostics } = await resource.importState(id);
  const imported = {
    type_name,
    state: toDynamicValue(resource.schema, state),
    private: toPrivate(kept, undefined),
  };
  return {
    imported_resources: state === null ? [] : [imported],
    diagnostics: encodeDiagnostics(diagnostics),
  };
}
