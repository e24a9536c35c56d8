import { TrunklineError, visible } from '../../lib/errors';
import type { ExitCode } from '../exit-codes';
import type { Output } from './output';

/** Additive within a major version. */
const FORMAT_VERSION = '1.0';

export interface Document {
  readonly summary: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

/** The one document of a command: version and summary first. */
export function printDocument(output: Output, command: string, code: ExitCode, document: Document): void {
  const { summary, ...rest } = document;
  const whole = { format_version: FORMAT_VERSION, summary, command, exit_code: code, ...rest };
  output.raw(`${JSON.stringify(whole, null, 2)}\n`);
}

export function errorJson(error: unknown): Record<string, unknown> {
  if (error instanceof TrunklineError) return error.toJSON();
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  return { name, message: visible(message, 4000) };
}

/** An error as a person reads it. */
export function errorText(error: unknown): string {
  if (error instanceof TrunklineError) return error.message;
  return visible(error instanceof Error ? error.message : String(error), 4000);
}
