import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../run';

const moduleName = (path: string): string =>
  path
    .replace(/^.*\//, '')
    .replace(/\.ko.*$/, '')
    .replaceAll('-', '_');

/** What modules.dep says: file to the files it needs. */
function readDependencies(modulesDir: string): Map<string, string[]> {
  const lines = readFileSync(join(modulesDir, 'modules.dep'), 'utf8').trim().split('\n');
  return new Map(
    lines.map(line => {
      const [file, needs] = line.split(':');
      return [file!, needs!.trim().split(/\s+/).filter(Boolean)];
    }),
  );
}

/** The files of the wanted modules and of all they need, in the order to load them. Unknown names are built in. */
export function modulePaths(modulesDir: string, wanted: string[]): string[] {
  const dependencies = readDependencies(modulesDir);
  const names = new Set(wanted.filter(w => !w.endsWith('/')).map(w => w.replaceAll('-', '_')));
  const folders = wanted.filter(w => w.endsWith('/'));
  const chosen = new Set<string>();
  for (const [file, needs] of dependencies) {
    if (!names.has(moduleName(file)) && !folders.some(folder => file.includes(`/${folder}`))) continue;
    // modules.dep lists the nearest first; loading goes the other way round.
    for (const path of [...needs].reverse()) chosen.add(path);
    chosen.add(file);
  }
  return [...chosen];
}

/** Copies modules decompressed: unpacking .xz under emulation costs more than the disk saves. */
export async function copyModules(modulesDir: string, paths: string[], target: string): Promise<void> {
  for (const dir of new Set(paths.map(path => dirname(join(target, path)))))
    mkdirSync(dir, { recursive: true });
  await run('sh', ['-c', COPY, 'sh', modulesDir, target], { input: `${paths.join('\n')}\n` });
  await run('sh', ['-c', 'cp "$1"/modules.builtin* "$1"/modules.order "$2"', 'sh', modulesDir, target]);
}

const COPY = `
while read -r path; do
  case $path in
    *.xz) xz -dcq "$1/$path" > "$2/\${path%.xz}" ;;
    *.zst) zstd -dcq "$1/$path" > "$2/\${path%.zst}" ;;
    *) cp "$1/$path" "$2/$path" ;;
  esac || exit 1
done`;
