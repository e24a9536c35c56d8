import { enumeration, message } from './notation';

const StringKind = enumeration('PLAIN', 'MARKDOWN');

const Block = message({
  version: 'int64 = 1',
  attributes: 'repeated Attribute = 2',
  block_types: 'repeated NestedBlock = 3',
  description: 'string = 4',
  description_kind: 'StringKind = 5',
  deprecated: 'bool = 6',
});

/** `type` holds the type as JSON: `"string"`, `["list","number"]`. */
const Attribute = message({
  name: 'string = 1',
  type: 'bytes = 2',
  description: 'string = 3',
  required: 'bool = 4',
  optional: 'bool = 5',
  computed: 'bool = 6',
  sensitive: 'bool = 7',
  description_kind: 'StringKind = 8',
  deprecated: 'bool = 9',
  write_only: 'bool = 11',
});

const NestedBlock = message(
  {
    type_name: 'string = 1',
    block: 'Block = 2',
    nesting: 'NestingMode = 3',
    min_items: 'int64 = 4',
    max_items: 'int64 = 5',
  },
  { NestingMode: enumeration('INVALID', 'SINGLE', 'LIST', 'SET', 'MAP', 'GROUP') },
);

const Schema = message({ version: 'int64 = 1', block: 'Block = 2' }, { Block, Attribute, NestedBlock });

/** Named so that an answer can say "there are none": this library offers no functions. */
const FunctionMessage = message({ summary: 'string = 4' });

export const schemaMessages = { StringKind, Schema, Function: FunctionMessage };
