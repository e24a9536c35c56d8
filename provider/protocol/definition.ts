import type { Diagnostic, Path } from './diagnostic';
import type { Block, Schema } from './schema';
import type { Values } from './value';

/** JSON that Terraform keeps beside the state without showing it. `{}` when there was none. */
export type Private = { readonly [key: string]: unknown };

export interface Reported {
  readonly diagnostics?: readonly Diagnostic[];
}

/** What every method below may also do is throw: the error becomes a diagnostic, the process goes on. */
export interface ProviderDefinition {
  /** Resources are named after it: `<typeName>_<what>`. */
  readonly typeName: string;
  /** For the log only; what Terraform sees is the version in the file's name. */
  readonly version: string;
  /** The provider block's own attributes. */
  readonly schema: Block;
  /** Once per process, before any read, plan or apply, but not for validate. Values may be UNKNOWN in a plan. */
  configure(config: Values): Promise<readonly Diagnostic[]>;
  /** By full type name: `trunkline_host`. */
  readonly resources: { readonly [type: string]: ResourceDefinition };
  /** By full type name. */
  readonly dataSources?: { readonly [type: string]: DataSourceDefinition };
  /**
   * The user pressed ^C once: finish or revert what is under way, begin nothing new, and return from
   * the calls. Terraform waits for them. Must return at once, and may be called more than once.
   */
  stop?(): void;
}

export interface ResourceDefinition {
  readonly schema: Schema;

  /** Without any I/O, before `configure`. Values may be UNKNOWN. */
  validate?(config: Values): Promise<readonly Diagnostic[]>;

  /** Observes. A null state says the object is gone; without `private` it is kept as it was. */
  read(request: ReadRequest): Promise<ReadResult>;

  /** Decides, without changing anything. See {@link PlanResult} for what Terraform demands. */
  plan(request: PlanRequest): Promise<PlanResult>;

  /** Does what was planned. See {@link ApplyResult}. */
  apply(request: ApplyRequest): Promise<ApplyResult>;

  /** `terraform import <address> <id>`; a `read` follows. Left out, importing is refused with an error. */
  importState?(id: string): Promise<ImportResult>;

  /**
   * Reads a state that was written with another `schema.version`, as parsed JSON (fractions and integers
   * over 15 digits as strings). Left out, names that still exist are kept and the others dropped.
   */
  upgrade?(version: number, rawJsonState: unknown): Promise<UpgradeResult>;
}

export interface ReadRequest {
  readonly state: Values;
  readonly private: Private;
}

export interface ReadResult extends Reported {
  readonly state: Values | null;
  readonly private?: Private;
}

export interface PlanRequest {
  /** Null for a create. */
  readonly prior: Values | null;
  /** What the user wrote. Null for a destroy. */
  readonly config: Values | null;
  /** The configuration, with computed attributes from `prior`. Null for a destroy. */
  readonly proposed: Values | null;
  readonly private: Private;
}

/**
 * `planned` must equal the configuration wherever that is set, except that it may be `prior` where
 * both mean the same. Computed attributes are UNKNOWN, or exactly what apply will return.
 * A plan that equals `prior` is "No changes". For a destroy it is ignored and null is sent.
 */
export interface PlanResult extends Reported {
  readonly planned: Values | null;
  /** Attributes whose change needs a new object. @default none */
  readonly requiresReplace?: readonly Path[];
  /** Handed to apply. @default the prior one */
  readonly private?: Private;
}

export interface ApplyRequest {
  /** Null for a create. */
  readonly prior: Values | null;
  /** Null for a destroy. */
  readonly planned: Values | null;
  readonly config: Values | null;
  /** From the plan. */
  readonly private: Private;
}

/**
 * Every attribute known in `planned` must come out equal, none may be UNKNOWN.
 *
 * With an error and no `state`, or when thrown, Terraform keeps the prior state: after a failed create
 * there is none. With an error and a `state` Terraform keeps that; on a create it also marks the
 * object as tainted, and the next apply destroys it and creates it anew.
 */
export interface ApplyResult extends Reported {
  /** Null after a destroy. */
  readonly state?: Values | null;
  /** @default the planned one */
  readonly private?: Private;
}

export interface ImportResult extends Reported {
  /** Null with an error diagnostic when nothing has this id. */
  readonly state: Values | null;
  readonly private?: Private;
}

export interface UpgradeResult extends Reported {
  readonly state: Values;
}

export interface DataSourceDefinition {
  readonly schema: Schema;
  validate?(config: Values): Promise<readonly Diagnostic[]>;
  read(request: { readonly config: Values }): Promise<{ readonly state: Values | null } & Reported>;
}
