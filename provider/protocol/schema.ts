/** A Terraform type. Write `list('string')` rather than the tuple, which is Terraform's own notation. */
export type AttributeType =
  | 'string'
  | 'number'
  | 'bool'
  | readonly ['list', AttributeType]
  | readonly ['map', AttributeType]
  | readonly ['object', { readonly [name: string]: AttributeType }];

export const list = (element: AttributeType): AttributeType => ['list', element];
export const map = (element: AttributeType): AttributeType => ['map', element];
export const object = (attributes: { readonly [name: string]: AttributeType }): AttributeType => [
  'object',
  attributes,
];

/** At least one of required, optional, computed; `optional` with `computed` where a default is filled in. */
export interface Attribute {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  /** The provider sets it. In a plan it is UNKNOWN, or already what apply will return. */
  readonly computed?: boolean;
  /** Terraform shows `(sensitive value)` in its place. The state file still has it in clear. */
  readonly sensitive?: boolean;
  readonly deprecated?: boolean;
  /** Markdown. */
  readonly description?: string;
}

export interface Block {
  readonly attributes: { readonly [name: string]: Attribute };
  readonly blocks?: { readonly [name: string]: NestedBlock };
  /** Markdown. */
  readonly description?: string;
  readonly deprecated?: boolean;
}

/** `single`: an object, or null when left out. `list`: an array, empty when left out. */
export interface NestedBlock extends Block {
  readonly nesting: 'single' | 'list';
  /** Only for `list`. @default 0 */
  readonly minItems?: number;
  /** Only for `list`. @default unlimited */
  readonly maxItems?: number;
}

export interface Schema extends Block {
  /** Of the state's format: raise it together with `upgrade`. @default 0 */
  readonly version?: number;
}
