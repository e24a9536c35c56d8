export type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/**
 * One line of hclog's JSON on stderr, which Terraform shows under TF_LOG or TF_LOG_PROVIDER at the
 * same level. Never pass secrets: the log is often shared.
 */
export function log(level: Level, message: string, fields: { readonly [name: string]: unknown } = {}): void {
  process.stderr.write(`${formatLogLine(level, message, fields, new Date())}\n`);
}

export function formatLogLine(level: Level, message: string, fields: object, time: Date): string {
  const line = {
    ...fields,
    '@level': level,
    '@message': message,
    '@module': 'provider',
    // hclog parses exactly six digits of a second.
    '@timestamp': time.toISOString().replace('Z', '000Z'),
  };
  return JSON.stringify(line, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** What a dependency prints must not reach stdout, where Terraform reads our handshake. */
export function logConsole(): void {
  const levels = { log: 'info', info: 'info', debug: 'debug', warn: 'warn', error: 'error' } as const;
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, Level][]) {
    console[method] = (...values: unknown[]) => log(level, values.map(String).join(' '));
  }
}
