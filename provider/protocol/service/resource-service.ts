import { encodeDiagnostics } from '../codec/wire-diagnostic';
import type { ProviderDefinition, ResourceDefinition } from '../definition';
import { apply } from './apply';
import { guarded, type Handler, type Handlers } from './handler';
import { importState } from './import-state';
import { plan } from './plan';
import { read } from './read';
import { upgrade } from './upgrade';
import { validate } from './validate';

interface Typed {
  readonly type_name: string;
}

type Answer<Request> = (resource: ResourceDefinition, request: Request) => Promise<object>;

/** A managed resource's life, one file per call. */
export function resourceService(
  provider: ProviderDefinition,
): Handlers<
  | 'ValidateResourceConfig'
  | 'UpgradeResourceState'
  | 'ReadResource'
  | 'PlanResourceChange'
  | 'ApplyResourceChange'
  | 'ImportResourceState'
  | 'MoveResourceState'
> {
  const on = <Request extends Typed>(
    verb: string,
    answer: Answer<Request>,
    failed?: (request: Request) => object,
  ): Handler<Request> =>
    guarded(
      ({ type_name }) => `${verb} ${type_name}`,
      request => answer(find(provider, request.type_name), request),
      failed,
    );
  return {
    ValidateResourceConfig: on('validating', validate),
    UpgradeResourceState: on('reading the stored state of', upgrade),
    ReadResource: on('reading', read, request => ({
      new_state: request.current_state,
      private: request.private,
    })),
    PlanResourceChange: on('planning', plan),
    ApplyResourceChange: on('applying', apply, request => ({
      new_state: request.prior_state,
      private: request.planned_private,
    })),
    ImportResourceState: on('importing', importState),
    MoveResourceState: refuseMove,
  };
}

function find({ resources, typeName }: ProviderDefinition, type: string): ResourceDefinition {
  const resource = Object.hasOwn(resources, type) ? resources[type] : undefined;
  if (!resource) throw new Error(`the provider '${typeName}' has no resource '${type}'`);
  return resource;
}

const refuseMove = (request: { source_type_name: string; target_type_name: string }) => ({
  diagnostics: encodeDiagnostics([
    {
      severity: 'error',
      summary: `cannot move '${request.source_type_name}' to '${request.target_type_name}'`,
      detail: 'This provider takes over no state of other resource types; use terraform import.',
    },
  ]),
});
