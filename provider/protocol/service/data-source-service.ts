import { type DynamicValue, fromDynamicValue, toDynamicValue } from '../codec/dynamic-value';
import { encodeDiagnostics } from '../codec/wire-diagnostic';
import type { DataSourceDefinition, ProviderDefinition } from '../definition';
import { guarded, type Handlers } from './handler';
import { validate } from './validate';

interface Request {
  readonly type_name: string;
  readonly config: DynamicValue;
}

export function dataSourceService(
  provider: ProviderDefinition,
): Handlers<'ValidateDataResourceConfig' | 'ReadDataSource'> {
  return {
    ValidateDataResourceConfig: guarded(
      ({ type_name }: Request) => `validating data source ${type_name}`,
      request => validate(find(provider, request.type_name), request),
    ),
    ReadDataSource: guarded(
      ({ type_name }: Request) => `reading data source ${type_name}`,
      request => read(find(provider, request.type_name), request),
    ),
  };
}

async function read(source: DataSourceDefinition, { config }: Request) {
  const values = fromDynamicValue(source.schema, config) ?? {};
  const { state, diagnostics } = await source.read({ config: values });
  return {
    state: toDynamicValue(source.schema, state),
    diagnostics: encodeDiagnostics(diagnostics, source.schema),
  };
}

function find({ dataSources = {}, typeName }: ProviderDefinition, type: string): DataSourceDefinition {
  const source = Object.hasOwn(dataSources, type) ? dataSources[type] : undefined;
  if (!source) throw new Error(`the provider '${typeName}' has no data source '${type}'`);
  return source;
}
