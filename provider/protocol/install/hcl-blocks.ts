/** A block at the top of an HCL file: `provider "a/b/c" { ... }`. */
export interface HclBlock {
  /** `provider "a/b/c"` */
  readonly header: string;
  readonly body: string;
  /** Of the header's first character, and after the closing brace. */
  readonly start: number;
  readonly end: number;
}

/** What a brace inside of does not count: strings and comments. */
const OPAQUE = /"(?:[^"\\\n]|\\.)*"|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;

/** Finds the blocks without understanding them, so that what is not ours can stay byte for byte. */
export function topLevelBlocks(text: string): HclBlock[] {
  const blocks: HclBlock[] = [];
  let depth = 0;
  let start = -1;
  let open = -1;
  for (let index = 0; index < text.length; ) {
    const opaque = opaqueAt(text, index);
    const character = text[index]!;
    if (opaque !== '') {
      if (depth === 0 && start === -1 && opaque.startsWith('"')) start = index;
      index += opaque.length;
      continue;
    }
    if (depth === 0 && start === -1 && /\S/.test(character)) start = index;
    if (character === '{' && depth++ === 0) open = index;
    if (character === '}' && --depth === 0 && start !== -1) {
      const end = index + 1;
      blocks.push({
        header: text.slice(start, open).trim(),
        body: text.slice(open + 1, index),
        start,
        end,
      });
      start = -1;
    }
    if (character === '\n' && depth === 0) start = -1;
    index++;
  }
  return blocks;
}

function opaqueAt(text: string, index: number): string {
  OPAQUE.lastIndex = index;
  return OPAQUE.exec(text)?.[0] ?? '';
}
