import { z } from 'zod';

/** IEEE 802.1Q keeps 0 for priority tags and 4095 for itself. */
export const vlanId = z
  .number({ message: 'VLAN ID must be a whole number from 1 to 4094' })
  .int('VLAN ID must be a whole number from 1 to 4094')
  .min(1, 'VLAN ID must be from 1 to 4094: 0 marks a priority tag (IEEE 802.1Q)')
  .max(4094, 'VLAN ID must be from 1 to 4094: 4095 is reserved (IEEE 802.1Q)');
