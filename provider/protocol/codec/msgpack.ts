import { decode, ExtensionCodec, encode } from '@msgpack/msgpack';
import { UNKNOWN } from '../value';
import type { Wire } from './encode';

const PLAIN_UNKNOWN = 0;
/** Carries what is known about the unknown ("not null", a prefix); Terraform does not want it back. */
const REFINED_UNKNOWN = 12;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: PLAIN_UNKNOWN,
  encode: value => (value === UNKNOWN ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
extensionCodec.register({ type: REFINED_UNKNOWN, encode: () => null, decode: () => UNKNOWN });

export const toMsgpack = (wire: Wire): Buffer => Buffer.from(encode(wire, { extensionCodec }));

export const fromMsgpack = (bytes: Uint8Array): Wire => decode(bytes, { extensionCodec, useBigInt64: true });
