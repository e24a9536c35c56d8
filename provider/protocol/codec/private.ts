import type { Private } from '../definition';

export function fromPrivate(bytes: Uint8Array | undefined): Private {
  return bytes?.length ? JSON.parse(Buffer.from(bytes).toString()) : {};
}

/** What the provider left out stays as Terraform sent it. */
export function toPrivate(value: Private | undefined, sent: Uint8Array | undefined): Uint8Array | undefined {
  return value === undefined ? sent : Buffer.from(JSON.stringify(value));
}
