import { type DynamicValue, fromDynamicValue } from '../codec/dynamic-value';
import { encodeDiagnostics } from '../codec/wire-diagnostic';
import type { Diagnostic } from '../diagnostic';
import type { Schema } from '../schema';
import type { Values } from '../value';

interface Validated {
  readonly schema: Schema;
  validate?(config: Values): Promise<readonly Diagnostic[]>;
}

export async function validate(
  validated: Validated,
  { config }: { type_name: string; config: DynamicValue },
) {
  const values = fromDynamicValue(validated.schema, config) ?? {};
  return { diagnostics: encodeDiagnostics(await validated.validate?.(values), validated.schema) };
}
