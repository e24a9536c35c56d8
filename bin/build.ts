import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
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
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['cpu-features', './crypto/build/Release/sshcrypto.node', 'cdktf', 'cdktn'],
    define: { TRUNKLINE_VERSION: JSON.stringify(version) },
    banner: { js: banner },
    logLevel: 'warning',
  });

/** Builds beside `dist` and takes its place at the end: whoever runs the old one meanwhile finds it whole. */
async function main(): Promise<void> {
  const dist = join(root, 'dist');
  const draft = mkdtempSync(join(root, 'dist.'));
  try {
    const tsc = require.resolve('typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', draft], {
      cwd: root,
      stdio: 'inherit',
    });
    await bundle('provider/main.ts', join(draft, 'provider/provider.js'));
    await bundle('bin/trunkline.ts', join(draft, 'bin/trunkline.js'), '#!/usr/bin/env node');
    chmodSync(join(draft, 'bin/trunkline.js'), 0o755);
    chmodSync(draft, 0o755);
    const old = `${draft}.old`;
    if (existsSync(dist)) renameSync(dist, old);
    renameSync(draft, dist);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

main().catch((error: Error) => {
  // What tsc has to say it has said.
  if (!('status' in error)) console.error(error);
  process.exitCode = 1;
});
