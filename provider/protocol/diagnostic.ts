/** A name is an attribute or block, a number an index into a list, `{ key }` a key of a map. */
export type Path = readonly (string | number | { readonly key: string })[];

/** What the user reads. An error stops the operation, a warning does not. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** One line. */
  readonly summary: string;
  /** Any number of lines; indented ones are shown as written, others are wrapped. */
  readonly detail?: string;
  /** Makes Terraform show the line of the configuration. What lies inside an attribute's value is said in the detail. */
  readonly path?: Path;
}

export const hasErrors = (diagnostics: readonly Diagnostic[] = []): boolean =>
  diagnostics.some(({ severity }) => severity === 'error');

/** What was thrown, as an error for the user; `doing` says what the provider was about: `planning a_thing`. */
export function fromThrown(thrown: unknown, doing: string): Diagnostic {
  const [summary = '', ...rest] = textOf(thrown).split('\n');
  const detail = [...rest, ...causesOf(thrown)].join('\n').trim();
  return {
    severity: 'error',
    summary: summary.trim() || `unexpected ${nameOf(thrown)} while ${doing}`,
    detail: detail || `While ${doing}.`,
  };
}

function textOf(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown.trim();
  if (!(thrown instanceof Error)) return '';
  if (thrown.message.trim() !== '') return thrown.message.trim();
  // An AggregateError, such as node's for a refused connection, may say nothing itself.
  const inner = thrown instanceof AggregateError ? thrown.errors.map(textOf).filter(Boolean) : [];
  return inner.join('; ');
}

const nameOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.name : 'error');

function causesOf(thrown: unknown): string[] {
  const causes: string[] = [];
  const seen = new Set<unknown>([thrown]);
  for (let cause = causeOf(thrown); cause !== undefined && !seen.has(cause); cause = causeOf(cause)) {
    seen.add(cause);
    causes.push(`Caused by: ${textOf(cause) || nameOf(cause)}`);
  }
  return causes;
}

const causeOf = (thrown: unknown): unknown => (thrown instanceof Error ? thrown.cause : undefined);
