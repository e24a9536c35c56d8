export type {
  ApplyRequest,
  ApplyResult,
  DataSourceDefinition,
  ImportResult,
  PlanRequest,
  PlanResult,
  Private,
  ProviderDefinition,
  ReadRequest,
  ReadResult,
  Reported,
  ResourceDefinition,
  UpgradeResult,
} from './definition';
export type { Diagnostic, Path } from './diagnostic';
export { type Level, log } from './log';
export {
  type Attribute,
  type AttributeType,
  type Block,
  list,
  map,
  type NestedBlock,
  object,
  type Schema,
} from './schema';
export { serve } from './serve';
export { hasUnknown, UNKNOWN, type Value, type Values } from './value';
