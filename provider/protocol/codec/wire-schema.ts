import type { Attribute, Block, NestedBlock, Schema } from '../schema';

export const encodeSchema = (schema: Schema): object => ({
  version: schema.version ?? 0,
  block: encodeSchemaBlock(schema),
});

function encodeSchemaBlock(block: Block): object {
  return {
    attributes: Object.entries(block.attributes).map(encodeAttribute),
    block_types: Object.entries(block.blocks ?? {}).map(encodeNestedBlock),
    ...described(block),
  };
}

function encodeAttribute([name, attribute]: [string, Attribute]): object {
  const { type, required, optional, computed, sensitive } = attribute;
  if (!required && !optional && !computed) {
    throw new Error(`attribute '${name}' is neither required nor optional nor computed`);
  }
  return {
    name,
    type: Buffer.from(JSON.stringify(type)),
    required,
    optional,
    computed,
    sensitive,
    ...described(attribute),
  };
}

const encodeNestedBlock = ([name, nested]: [string, NestedBlock]): object => ({
  type_name: name,
  block: encodeSchemaBlock(nested),
  nesting: nested.nesting === 'single' ? 'SINGLE' : 'LIST',
  min_items: nested.nesting === 'list' ? nested.minItems : undefined,
  max_items: nested.nesting === 'list' ? nested.maxItems : undefined,
});

const described = ({ description, deprecated }: { description?: string; deprecated?: boolean }) => ({
  description,
  description_kind: description === undefined ? 'PLAIN' : 'MARKDOWN',
  deprecated,
});
