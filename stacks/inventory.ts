import { readFileSync } from 'node:fs';
import type { TrunkedFleetProps } from './trunked-fleet';

const example: TrunkedFleetProps['inventory'] = {
  kvm01: { number: 11, ssh: { host: '192.0.2.11', user: 'root' } },
  kvm02: { number: 12, ssh: { host: '192.0.2.12', user: 'root' } },
};

/** Which hosts there are: those of the JSON file that TRUNKLINE_INVENTORY names, or two for example. */
export function inventory(): TrunkedFleetProps['inventory'] {
  const file = process.env.TRUNKLINE_INVENTORY;
  return file ? JSON.parse(readFileSync(file, 'utf8')) : example;
}
