/** What an error says: what we were doing, to what, what we got and what to do about it. */
export interface ErrorFields {
  /** Verb phrase after "cannot": `create`, `read the state`, `connect to`. */
  readonly doing: string;
  /** What it was done to, with its quotes: `vlan 'bond0.100'`. */
  readonly resource?: string;
  /** The host's name as the user wrote it. */
  readonly host?: string;
  /** The property at fault: `vlanId`, `routes[2].gateway`. */
  readonly field?: string;
  /** What we got. May come from a host: control characters are made visible, long text is cut. */
  readonly found?: string;
  /** What the reader can do. */
  readonly remedy?: string;
  /** A stable word or code for programs: `host-key-changed`, `TL101`. */
  readonly code?: string;
  /** Whether doing the same again may succeed. @default by class: true for TransportError only */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** The base of every error that Trunkline raises on purpose. */
export abstract class TrunklineError extends Error {
  readonly code?: string;
  readonly doing: string;
  readonly resource?: string;
  readonly host?: string;
  readonly field?: string;
  readonly found?: string;
  readonly remedy?: string;
  /** Doing the same again may succeed. A retry must observe first: a timeout is never "not applied". */
  readonly retryable: boolean;

  constructor(fields: ErrorFields, retryable: boolean) {
    super(renderError(fields), fields.cause === undefined ? undefined : { cause: fields.cause });
    this.name = new.target.name;
    this.code = fields.code;
    this.doing = fields.doing;
    this.resource = fields.resource;
    this.host = fields.host;
    this.field = fields.field;
    this.found = fields.found === undefined ? undefined : visible(fields.found, MAX_FOUND);
    this.remedy = fields.remedy;
    this.retryable = fields.retryable ?? retryable;
  }

  /** Everything but the stack; the cause is reduced to its words. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, doing, resource, host, field, found, remedy, retryable } = this;
    const cause = causeToJson(this.cause);
    return { name, code, message, doing, resource, host, field, found, remedy, retryable, cause };
  }
}

/** The description is wrong: said at synth, with the field named. */
export class ValidationError extends TrunklineError {
  constructor(fields: ErrorFields) {
    super(fields, false);
  }
}

/** The description is well formed, but no safe way leads from the observed state to it. */
export class PlanError extends TrunklineError {
  constructor(fields: ErrorFields) {
    super(fields, false);
  }
}

/** The way to the host failed. Of a program that was already running, the outcome is unknown. */
export class TransportError extends TrunklineError {
  constructor(fields: ErrorFields) {
    super(fields, true);
  }
}

/** The host was reached and answered, but the command failed or its answer makes no sense. */
export class RemoteCommandError extends TrunklineError {
  constructor(fields: ErrorFields) {
    super(fields, false);
  }
}

/** The host does not look as applied: the plan after applying is not empty, or a probe failed. */
export class VerificationError extends TrunklineError {
  constructor(fields: ErrorFields) {
    super(fields, false);
  }
}

const MAX_NAME = 200;
const MAX_FOUND = 1000;
const MAX_REMEDY = 4000;

function renderError(fields: ErrorFields): string {
  let text = `cannot ${visible(fields.doing, MAX_FOUND)}`;
  if (fields.resource !== undefined) text += ` ${visible(fields.resource, MAX_NAME)}`;
  if (fields.host !== undefined) {
    const preposition = /\b(to|from|of|on|for|through)$/.test(text) ? '' : 'on ';
    text += ` ${preposition}host '${visible(fields.host, MAX_NAME)}'`;
  }
  const field = fields.field === undefined ? undefined : `'${visible(fields.field, MAX_NAME)}'`;
  const found = fields.found === undefined ? undefined : visible(fields.found, MAX_FOUND);
  const reason = [field, found].filter(part => part !== undefined).join(': ');
  if (reason !== '') text += `: ${reason}`;
  if (fields.remedy !== undefined) text += `; ${visible(fields.remedy, MAX_REMEDY)}`;
  return text;
}

// C0, DEL, C1 (one-byte CSI among them), line separators, bidirectional overrides and lone surrogates:
// what moves a terminal's cursor or shows other text than there is.
const UNSAFE = /[\p{Cc}\p{Surrogate}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
const SHORT: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text with terminal escapes and control characters made visible (`\x1b`), cut to `max` characters. */
export function visible(text: string, max = MAX_FOUND): string {
  const cut = text.length > max ? text.slice(0, max) : text;
  const clean = cut.replace(UNSAFE, c => SHORT[c] ?? escapeCode(c.charCodeAt(0)));
  return cut === text ? clean : `${clean}... (${text.length} characters)`;
}

function escapeCode(code: number): string {
  return code <= 0xff
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

function causeToJson(cause: unknown): unknown {
  if (cause === undefined) return undefined;
  if (cause instanceof TrunklineError) return cause.toJSON();
  if (cause instanceof Error) return { name: cause.name, message: visible(cause.message) };
  return { name: typeof cause, message: visible(String(cause)) };
}
