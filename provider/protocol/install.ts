import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { type CliConfigFile, installationWarning } from './install/cli-config';
import { packageHash, withLocked } from './install/lock-file';
import { parseProviderAddress } from './install/provider-address';
import { PLUGINS, platformName, shim, shimName, shimPath } from './install/shim';

export interface Installation {
  /** Where terraform is run: the stack's folder. */
  readonly folder: string;
  /** `<host>/<namespace>/<type>` */
  readonly source: string;
  /** `0.1.0` */
  readonly version: string;
  /** As in the stack's required_providers. @default the version */
  readonly constraints?: string;
  /** The provider's entry point, one file of JavaScript. Absolute. */
  readonly bundle: string;
  /** @default the node that runs this */
  readonly node?: string;
  /** To find the user's CLI configuration. @default process.env */
  readonly environment?: { readonly [name: string]: string | undefined };
}

export interface Installed {
  /** Of the shim, absolute. */
  readonly path: string;
  /** For the user: what keeps terraform from finding the provider, and what to add. */
  readonly warning: string | null;
}

/**
 * Makes terraform find the provider in `folder` without a registry and without configuration, and
 * `terraform init` accept it. Writes only what differs.
 *
 * The lock's hash is of the shim, which names the bundle: a newer bundle at the same path needs no
 * new lock. The path of node or of the bundle does; that is why every synth installs.
 */
export function installProvider(installation: Installation): Installed {
  const {
    folder,
    source,
    version,
    bundle,
    node = process.execPath,
    environment = process.env,
  } = installation;
  if (!isAbsolute(bundle))
    throw new Error(`the path of the provider's bundle must be absolute, not '${bundle}'`);
  const provider = parseProviderAddress(source);
  const program = shim(node, bundle);
  const path = join(folder, shimPath(provider, version, platformName(process.platform, process.arch)));
  replaceFile(path, program, folder, 0o755);

  const lockFile = join(folder, '.terraform.lock.hcl');
  const hash = packageHash(shimName(provider, version), program);
  const locked = { provider, version, constraints: installation.constraints ?? version, hash };
  replaceFile(lockFile, withLocked(readIfThere(lockFile), locked), folder, 0o644);

  return { path, warning: installationWarning(readCliConfig(environment), provider, join(folder, PLUGINS)) };
}

/** By rename, from a file beside terraform.d: whatever lies in the package's folder counts for its hash. */
function replaceFile(path: string, content: string, folder: string, mode: number): void {
  if (readIfThere(path) !== content) {
    mkdirSync(dirname(path), { recursive: true });
    const draft = join(folder, `.trunkline-${process.pid}.tmp`);
    writeFileSync(draft, content);
    renameSync(draft, path);
  }
  chmodSync(path, mode);
}

/** The files that terraform reads: the one named or ~/.terraformrc, and *.tfrc in ~/.terraform.d. */
function readCliConfig(environment: NonNullable<Installation['environment']>): CliConfigFile[] {
  const home = environment.HOME || homedir();
  const named = environment.TF_CLI_CONFIG_FILE || environment.TERRAFORM_CONFIG;
  const folder = join(home, '.terraform.d');
  const more = named ? [] : listIfThere(folder).filter(name => /\.tfrc(\.json)?$/.test(name));
  const paths = [named || join(home, '.terraformrc'), ...more.map(name => join(folder, name))];
  return paths.flatMap(path => {
    const text = readIfThere(path);
    return text === null ? [] : [{ path, text }];
  });
}

function readIfThere(path: string): string | null {
  return ifThere(() => readFileSync(path, 'utf8')) ?? null;
}

const listIfThere = (folder: string): string[] => ifThere(() => readdirSync(folder).sort()) ?? [];

function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (/^(ENOENT|ENOTDIR)$/.test((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
