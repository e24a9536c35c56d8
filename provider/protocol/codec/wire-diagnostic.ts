import type { Diagnostic, Path } from '../diagnostic';
import type { Block } from '../schema';
import { encodePath, formatPath } from './wire-path';

export const encodeDiagnostics = (diagnostics: readonly Diagnostic[] | undefined, block?: Block): object[] =>
  (diagnostics ?? []).map(diagnostic => encodeDiagnostic(diagnostic, block));

function encodeDiagnostic({ severity, summary, detail = '', path = [] }: Diagnostic, block?: Block): object {
  const shown = block ? showable(block, path) : path;
  const rest = shown.length < path.length ? `${detail ? '\n\n' : ''}At ${formatPath(path)}.` : '';
  // Terraform prints an empty box for an empty summary.
  const text = summary?.trim() || detail.split('\n')[0]?.trim();
  return {
    severity: severity === 'warning' ? 'WARNING' : 'ERROR',
    summary:
      text || `the provider reported ${severity === 'warning' ? 'a warning' : 'an error'} without a text`,
    detail: detail + rest,
    attribute: shown.length > 0 ? encodePath(shown) : undefined,
  };
}

/**
 * The part of the path for which Terraform finds a line: blocks, and one attribute in the last of
 * them. For a path that goes on into the attribute's value it would show the resource's first line.
 */
function showable(block: Block, path: Path): Path {
  const [name, index] = path;
  if (typeof name !== 'string') return [];
  const nested = block.blocks?.[name];
  if (!nested) return [name];
  const taken = nested.nesting === 'list' && index !== undefined ? 2 : 1;
  return [...path.slice(0, taken), ...showable(nested, path.slice(taken))];
}
