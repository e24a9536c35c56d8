import type { Line, Mode } from '../line';
import { batchWord, comment, echoedWord, heredoc, quote } from '../quote';
import type { BatchStep } from '../step';
import { guarded, guardedLinks } from './guard';

const words = (step: BatchStep): string => step.args.map(batchWord).join(' ');
const echoed = (step: BatchStep): string => `echo ${step.args.map(echoedWord).join(' ')}`;

/** Titles above the lines that they explain, each once. */
function titled(lines: readonly Line[], render: (line: Line) => string): string {
  let last: string | undefined;
  const out: string[] = [];
  for (const line of lines) {
    if (line.title !== last) out.push(comment(line.title));
    last = line.title;
    out.push(render(line));
  }
  return out.join('\n');
}

/** All lines through one process. Guards are asked by the shell that writes the batch. */
export function renderBatch(lines: readonly Line[], mode: Mode, onFailure: string): string {
  const { tool, family, namespace } = lines[0]!.step as BatchStep;
  // A guarded batch is written by a shell of the namespace, and so is within it already.
  const place = namespace !== undefined && mode === 'deploy' ? ` -n ${quote(namespace)}` : '';
  const command = `${tool}${family ? ` -${family}` : ''}${place}`;
  const text = titled(lines, ({ step }) =>
    mode === 'deploy' ? words(step as BatchStep) : `  ${guarded(step, echoed(step as BatchStep))}`,
  );
  const calls = afterwards(lines, onFailure);
  if (mode === 'guarded')
    return `{
${text}
} | ${command} -force -batch - || ${lines[0]!.step.lenient ? ':' : onFailure}${calls}`;
  const { open, body } = heredoc(text);
  return `${command} -batch - ${open} || ${onFailure}
${body}${calls}`;
}

/** What is called once the batch is done, each function with the words of all lines that name it. */
function afterwards(lines: readonly Line[], onFailure: string): string {
  const calls = new Map<string, Set<string>>();
  for (const { step } of lines) {
    const { afterwards: call } = step as BatchStep;
    if (call) calls.set(call.function.name, (calls.get(call.function.name) ?? new Set()).add(call.arg));
  }
  return [...calls]
    .map(([name, args]) => `\n${[name, ...[...args].map(quote)].join(' ')} || ${onFailure}`)
    .join('');
}

/** A guard is asked while the batch is written, so it must not read what the same batch changes. */
export function joinsBatch(group: readonly Line[], line: Line, mode: Mode): boolean {
  if (group[0]!.step.tool !== line.step.tool) return false;
  if ((group[0]!.step as BatchStep).family !== (line.step as BatchStep).family) return false;
  if (mode === 'deploy') return true;
  if (group[0]!.step.lenient !== line.step.lenient) return false;
  const read = guardedLinks(line.step);
  if (read.length === 0) return true;
  const touched = wordsOf(group);
  return !read.some(link => touched.has(link));
}

const known = new WeakMap<readonly Line[], { readonly words: Set<string>; upTo: number }>();

/** Every word of a batch so far. A group only grows, so each of its lines is looked at once. */
function wordsOf(group: readonly Line[]): ReadonlySet<string> {
  const seen = known.get(group) ?? { words: new Set<string>(), upTo: 0 };
  known.set(group, seen);
  for (; seen.upTo < group.length; seen.upTo++)
    for (const word of (group[seen.upTo]!.step as BatchStep).args) seen.words.add(word);
  return seen.words;
}
