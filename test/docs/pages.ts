import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const root = join(__dirname, '..', '..');

/** One file of the documentation. */
export interface Page {
  /** From the root of the repository: `docs/checks/TL101.md`. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block, with the comment above it that says what writes it. */
export interface Fence {
  readonly page: string;
  readonly language: string;
  readonly body: string;
  /** `plan bond` of `<!-- output: plan bond -->` on the line above. */
  readonly output?: string;
}

export function pages(): Page[] {
  const names = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const paths = ['README.md', ...names.filter(name => name.endsWith('.md')).map(name => join('docs', name))];
  return paths.sort().map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

const FENCE = /(?:^<!-- output: (.+) -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm;

export const fences = ({ path, text }: Page): Fence[] =>
  [...text.matchAll(FENCE)].map(([, output, language, body]) => ({
    page: path,
    language: language!,
    body: body!,
    ...(output && { output }),
  }));

const TABLE = /^<!-- table: (.+) -->\n[\s\S]*?^<!-- end -->$/gm;

/** What is written into pages by name: the text of a block, and a table. */
export interface Writers {
  readonly output: (name: string) => string;
  readonly table: (name: string) => string;
}

/** The page with everything that is written into it as it should be. */
export const rewritten = ({ text }: Page, { output, table }: Writers): string =>
  text
    .replace(FENCE, (block, name, language) =>
      name ? `<!-- output: ${name} -->\n\`\`\`${language}\n${output(name)}\n\`\`\`` : block,
    )
    .replace(TABLE, (_, name) => `<!-- table: ${name} -->\n${table(name)}\n<!-- end -->`);

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Links of a page that lead to no file, or to no heading of it. */
export function deadLinks({ path, text }: Page): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...prose.matchAll(/(?:src|href)="([^"]+)"/g)];
  return targets
    .map(([, target]) => target!)
    .filter(target => !/^(https?|mailto):/.test(target))
    .filter(target => {
      const [file = '', anchor] = target.split('#');
      const at = file === '' ? join(root, path) : join(root, dirname(path), file);
      if (!existsSync(at) || relative(root, at).startsWith('..')) return true;
      if (anchor === undefined) return false;
      const headings = [...readFileSync(at, 'utf8').matchAll(/^#+ (.+)$/gm)];
      return !headings.some(([, heading]) => anchorOf(heading!) === anchor);
    });
}
