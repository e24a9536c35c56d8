import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run';
import { SUITE } from './recipe';

interface Source {
  uris: string;
  suites: string[];
  components: string;
  signedBy?: string;
}

function deb822(text: string): Source[] {
  return text.split(/\n\s*\n/).flatMap(stanza => {
    const field = (name: string): string | undefined =>
      new RegExp(`^${name}:[ \\t]*((?:.*)(?:\\n[ \\t].*)*)`, 'im').exec(stanza)?.[1]?.trim();
    const types = field('Types');
    if (!types?.split(/\s+/).includes('deb') || field('Enabled') === 'no') return [];
    return [
      {
        uris: field('URIs') ?? '',
        suites: (field('Suites') ?? '').split(/\s+/),
        components: field('Components') ?? 'main',
        signedBy: field('Signed-By'),
      },
    ];
  });
}

function oneLine(text: string): Source[] {
  return [...text.matchAll(/^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+(.*)$/gm)].map(
    ([, options, uris, suite, components]) => ({
      uris: uris!,
      suites: [suite!],
      components: components!,
      signedBy: /signed-by=(\S+)/.exec(options ?? '')?.[1],
    }),
  );
}

/** The machine's own Debian sources, whatever mirror they name. */
function machineSources(): Source[] {
  const dir = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(dir) ? readdirSync(dir).map(f => join(dir, f)) : []),
  ];
  const all = files.filter(existsSync).flatMap(file => {
    if (file.endsWith('.sources')) return deb822(readFileSync(file, 'utf8'));
    return file.endsWith('.list') ? oneLine(readFileSync(file, 'utf8')) : [];
  });
  const debian = all.filter(s => s.suites.every(suite => suite === SUITE || suite.startsWith(`${SUITE}-`)));
  if (!debian.some(s => s.suites.includes(SUITE)))
    throw new Error(
      `the lab builds its guests from this machine's apt sources, and none of them has ${SUITE} (Debian 12)`,
    );
  return debian;
}

/** The same, and backports from where the release itself comes from. */
function withBackports(sources: Source[]): Source[] {
  if (sources.some(s => s.suites.includes(`${SUITE}-backports`))) return sources;
  const main = sources.find(s => s.suites.includes(SUITE))!;
  return [...sources, { ...main, suites: [`${SUITE}-backports`] }];
}

const stanza = (s: Source): string =>
  [
    'Types: deb',
    `URIs: ${s.uris}`,
    `Suites: ${s.suites.join(' ')}`,
    `Components: ${s.components}`,
    ...(s.signedBy ? [`Signed-By: ${s.signedBy}`] : []),
  ].join('\n');

export interface Apt {
  /** A sources file for mmdebstrap. */
  sourcesFile: string;
  /** For apt-get and apt-cache: these sources and lists of their own, so the machine's stay as they are. */
  options: string[];
}

/** An apt that knows backports, in a folder of its own. */
export async function prepareApt(dir: string): Promise<Apt> {
  const parts = join(dir, 'sources');
  const lists = join(dir, 'lists');
  mkdirSync(parts, { recursive: true });
  const cache = join(dir, 'cache');
  mkdirSync(join(lists, 'partial'), { recursive: true });
  mkdirSync(join(cache, 'archives/partial'), { recursive: true });
  const sourcesFile = join(parts, 'lab.sources');
  writeFileSync(sourcesFile, `${withBackports(machineSources()).map(stanza).join('\n\n')}\n`);
  const options = [
    `Dir::Etc::SourceList=/dev/null`,
    `Dir::Etc::SourceParts=${parts}`,
    `Dir::State::Lists=${lists}`,
    `Dir::Cache=${cache}`,
    `Acquire::Languages=none`,
    `APT::Sandbox::User=`,
    `DPkg::Lock::Timeout=300`,
  ].flatMap(option => ['-o', option]);
  await run('apt-get', [...options, '-qq', 'update']);
  return { sourcesFile, options };
}
