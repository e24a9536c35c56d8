import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as cdktf from 'cdktf';
import { RootConstruct } from 'constructs';
import ts from 'typescript';
import * as trunkline from '../../constructs';
import { Host } from '../../constructs';
import { fences, pages, root } from './pages';

/** A block of TypeScript that begins with `// example: <name>`. A name with a path is that file of the source. */
export interface Example {
  readonly name: string;
  readonly page: string;
  readonly source: string;
  /** Where it stands for the compiler; there is no such file. */
  readonly file: string;
}

export const MARK = /^\/\/ example: (\S+)\n/;

const folder = join(root, 'test', 'docs', 'examples');
const fileOf = (name: string): string =>
  name.endsWith('.ts') ? join(root, name) : join(folder, `${name}.ts`);

export function examples(): Example[] {
  return pages()
    .flatMap(fences)
    .filter(({ language, body }) => language === 'ts' && MARK.test(body))
    .map(({ page, body }) => {
      const name = MARK.exec(body)![1]!;
      return { name, page, source: body, file: fileOf(name) };
    });
}

/** What pages take for granted: `stack` is the stack that hosts are in. */
const AMBIENT = join(folder, 'ambient.d.ts');
const ambient = `declare const stack: import('cdktf').TerraformStack;\n`;

/** What the compiler says of all examples, in one program against the sources. */
export function complaints(all: readonly Example[]): string[] {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  options.paths = { trunkline: [join(root, 'constructs', 'index.ts')] };
  options.declaration = false;
  const texts = new Map([[AMBIENT, ambient], ...all.map(({ file, source }) => [file, source] as const)]);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  const folders = new Set(all.map(({ file }) => dirname(file)));
  host.directoryExists = path => folders.has(path) || (directoryExists?.(path) ?? true);
  host.fileExists = path => texts.has(path) || fileExists(path);
  host.readFile = path => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) =>
    texts.has(path)
      ? ts.createSourceFile(path, texts.get(path)!, target, true)
      : getSourceFile(path, target, ...rest);
  const program = ts.createProgram([...texts.keys()], options, host);
  const pageOf = new Map(all.map(({ file, page, name }) => [file, `${page}, example ${name}`]));
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    return `${(file && pageOf.get(file.fileName)) ?? file?.fileName}, line ${line}: ${text}`;
  });
}

/** What became of an example. */
export interface Outcome {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly hosts: readonly Host[];
}

export interface RunOptions {
  /** Whether `app.synth()` writes, to a folder that is removed afterwards. @default false: it does nothing */
  readonly synth?: boolean;
}

/** Runs an example, with a root of its own as `stack`. What it imports of cdktf is real, but writes elsewhere. */
export function run(
  name: string,
  all: readonly Example[] = examples(),
  { synth = false }: RunOptions = {},
): Outcome {
  const stack = new RootConstruct();
  const roots = [stack];
  const outdir = mkdtempSync(join(tmpdir(), 'trunkline-docs-'));
  class App extends cdktf.App {
    constructor() {
      super({ outdir });
      roots.push(this);
    }

    override synth(): void {
      if (synth) super.synth();
    }
  }
  const provided: Record<string, unknown> = {
    trunkline,
    cdktf: Object.create(cdktf, { App: { value: App } }),
  };
  const loaded = new Map<string, Record<string, unknown>>();
  const load = ({ file, source }: Example): Record<string, unknown> => {
    const made = { exports: {} as Record<string, unknown> };
    loaded.set(file, made.exports);
    const compilerOptions = {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    };
    const code = ts.transpileModule(source, { compilerOptions }).outputText;
    const requires = (path: string): unknown => {
      if (path in provided) return provided[path];
      if (!path.startsWith('.')) return require(path);
      const at = join(dirname(file), path);
      const example = all.find(one => one.file === `${at}.ts`);
      return example ? (loaded.get(example.file) ?? load(example)) : require(at);
    };
    new Function('require', 'exports', 'module', 'stack', code)(requires, made.exports, made, stack);
    return made.exports;
  };
  try {
    const example = all.find(one => one.name === name);
    if (!example) throw new Error(`no page has an example '${name}'`);
    const exports = load(example);
    return { exports, hosts: roots.flatMap(one => one.node.findAll()).filter(Host.isHost) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
