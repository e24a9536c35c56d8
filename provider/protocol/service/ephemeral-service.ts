import { encodeDiagnostics } from '../codec/wire-diagnostic';
import type { ProviderDefinition } from '../definition';
import type { Handlers } from './handler';

/** Ephemeral resources are not offered, so every call is refused by name. */
export function ephemeralService({
  typeName,
}: ProviderDefinition): Handlers<
  | 'ValidateEphemeralResourceConfig'
  | 'OpenEphemeralResource'
  | 'RenewEphemeralResource'
  | 'CloseEphemeralResource'
> {
  const refuse = ({ type_name }: { type_name: string }) => ({
    diagnostics: encodeDiagnostics([
      { severity: 'error', summary: `the provider '${typeName}' has no ephemeral resource '${type_name}'` },
    ]),
  });
  return {
    ValidateEphemeralResourceConfig: refuse,
    OpenEphemeralResource: refuse,
    RenewEphemeralResource: refuse,
    CloseEphemeralResource: refuse,
  };
}
