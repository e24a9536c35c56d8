import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/**
 * One file each for what is started often: terraform starts the provider some ten times a deploy. ssh2's native
 * parts are optional and stay outside.
 */
const bundle = (entry: string, outfile: string, banner = '') =>
  build({
    entryPoints: [join(root, entry)],
    outfile: join(root, outfile),
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['cpu-features', './crypto/build/Release/sshcrypto.node', 'cdktf', 'cdktn'],
    define: { TRUNKLINE_VERSION: JSON.stringify(version) },
    banner: { js: banner },
    logLevel: 'warning',
  });

async function main(): Promise<void> {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  await bundle('provider/main.ts', 'dist/provider/provider.js');
  await bundle('bin/trunkline.ts', 'dist/bin/trunkline.js', '#!/usr/bin/env node');
  chmodSync(join(root, 'dist/bin/trunkline.js'), 0o755);
}

void main();
