import { join } from 'node:path';
import type { ProviderAddress } from './provider-address';

/** Where Terraform looks in its working folder without being told to. */
export const PLUGINS = join('terraform.d', 'plugins');

export const shimName = ({ type }: ProviderAddress, version: string): string =>
  `terraform-provider-${type}_v${version}`;

export const shimPath = (provider: ProviderAddress, version: string, platform: string): string =>
  join(
    PLUGINS,
    provider.host,
    provider.namespace,
    provider.type,
    version,
    platform,
    shimName(provider, version),
  );

/** A program of two lines: Terraform runs it in place of a binary. Exec keeps Terraform the parent. */
export const shim = (node: string, bundle: string): string =>
  `#!/bin/sh\nexec ${quote(node)} ${quote(bundle)} "$@"\n`;

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', freebsd: 'freebsd' };
const MACHINES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64', ia32: '386', arm: 'arm' };

/** Terraform's name of the platform: `linux_amd64`. @throws Error where sh or Terraform are missing. */
export function platformName(platform: string, arch: string): string {
  const system = SYSTEMS[platform];
  const machine = MACHINES[arch];
  if (!system || !machine) throw new Error(`the provider cannot be run on ${platform} ${arch}`);
  return `${system}_${machine}`;
}
