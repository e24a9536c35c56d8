import { decodeBlock } from '../codec/decode';
import { toDynamicValue } from '../codec/dynamic-value';
import { parseExactJson } from '../codec/json';
import { encodeDiagnostics } from '../codec/wire-diagnostic';
import type { ResourceDefinition } from '../definition';

interface Request {
  readonly type_name: string;
  readonly version: number;
  readonly raw_state: { readonly json: Uint8Array };
}

/** Terraform asks for every stored state, also when the version is the current one. */
export async function upgrade(resource: ResourceDefinition, request: Request) {
  const { schema } = resource;
  const { version, type_name } = request;
  if (!request.raw_state?.json?.length) {
    throw new Error(
      `the stored state of ${type_name} is not JSON: it was written by Terraform 0.11 or older`,
    );
  }
  const stored = parseExactJson(Buffer.from(request.raw_state.json).toString());
  if (version === (schema.version ?? 0) || !resource.upgrade) {
    return { upgraded_state: toDynamicValue(schema, decodeBlock(schema, stored)) };
  }
  const { state, diagnostics } = await resource.upgrade(version, stored);
  return { upgraded_state: toDynamicValue(schema, state), diagnostics: encodeDiagnostics(diagnostics) };
}
