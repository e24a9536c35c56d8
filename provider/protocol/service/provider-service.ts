import { type DynamicValue, fromDynamicValue } from '../codec/dynamic-value';
import { encodeDiagnostics } from '../codec/wire-diagnostic';
import type { ProviderDefinition } from '../definition';
import { log } from '../log';
import { guarded, type Handlers, report } from './handler';

interface Configured {
  readonly config: DynamicValue;
  readonly terraform_version: string;
}

/** The provider's own life: configured once, asked to stop at most once. */
export function providerService(
  provider: ProviderDefinition,
): Handlers<'ValidateProviderConfig' | 'ConfigureProvider' | 'StopProvider'> {
  return {
    ValidateProviderConfig: () => ({ diagnostics: [] }),
    ConfigureProvider: guarded(
      () => `configuring the provider '${provider.typeName}'`,
      async ({ config, terraform_version }: Configured) => {
        log('debug', 'configured', { terraform: terraform_version, version: provider.version });
        const values = fromDynamicValue(provider.schema, config) ?? {};
        return { diagnostics: encodeDiagnostics(await provider.configure(values), provider.schema) };
      },
    ),
    StopProvider: () => ({ Error: stop(provider) }),
  };
}

/** Returns what went wrong, or an empty string: StopProvider has no diagnostics. */
export function stop(provider: ProviderDefinition): string {
  log('info', 'asked to stop');
  try {
    provider.stop?.();
    return '';
  } catch (thrown) {
    return report(thrown, 'stopping').summary;
  }
}
