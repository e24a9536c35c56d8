import type { Block } from '../schema';
import type { Values } from '../value';
import { decodeBlock } from './decode';
import { encodeBlock } from './encode';
import { parseExactJson } from './json';
import { fromMsgpack, toMsgpack } from './msgpack';

/** tfplugin6.DynamicValue. Terraform sends msgpack; the protocol allows JSON as well. */
export interface DynamicValue {
  readonly msgpack?: Uint8Array;
  readonly json?: Uint8Array;
}

export const toDynamicValue = (block: Block, values: Values | null): DynamicValue => ({
  msgpack: toMsgpack(encodeBlock(block, values)),
});

export function fromDynamicValue(block: Block, value: DynamicValue | null | undefined): Values | null {
  if (value?.msgpack?.length) return decodeBlock(block, fromMsgpack(value.msgpack));
  if (value?.json?.length) return decodeBlock(block, parseExactJson(Buffer.from(value.json).toString()));
  return null;
}
