import { z } from 'zod';

/** A driver's name, as `ethtool -i` and /sys/bus spell it: `ixgbe`, `mlx5_core`. */
export const driver = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'is not the name of a driver such as ixgbe or virtio_net');
