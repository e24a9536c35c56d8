import { TrunklineError, ValidationError } from '../../lib/errors';
import { INTENT_FORMAT, parseIntent } from '../../lib/intent/intent';
import { parseTarget } from '../../lib/ssh/target';
import { kinds } from '../kinds';
import type { IHost } from './host-props';
import { seeing } from './source';
import { isToken } from './terraform-text';

const choices = {
  deployWith: ['provider', 'terraform-data', 'null-resource'],
  unreachable: ['warn', 'error'],
} as const;

/** Says at once what is wrong with a host's own properties, with its construct path and line. */
export function checkHost(host: IHost, source: string | undefined): void {
  const wrong = (field: string | undefined, found: string | undefined, remedy?: string, cause?: unknown) =>
    new ValidationError({
      doing: 'make host',
      resource: host.node.path,
      field,
      found,
      remedy: seeing(remedy, source),
      cause,
    });
  const within = (part: string, work: () => unknown) => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof TrunklineError)) throw error;
      const field = error.field === 'host' && part === '' ? 'hostName' : `${part}${error.field}`;
      throw wrong(field.replace(/^settings\./, ''), error.found, error.remedy, error);
    }
  };
  const { ssh, confirmTimeoutSec, probes, suppress, takeOver, pool } = host.props;
  for (const [field, allowed] of Object.entries(choices)) {
    const given = host.props[field as keyof typeof choices];
    if (given !== undefined && !(allowed as readonly string[]).includes(given))
      throw wrong(field, `${JSON.stringify(given)} is none of ${allowed.join(', ')}`);
  }
  if (typeof ssh !== 'object' || ssh === null)
    throw wrong('ssh', 'is missing', "give how it is reached: { host: '192.0.2.11' }");
  // What Terraform knows only later is checked then.
  const known = Object.entries(ssh).filter(([, value]) => value !== undefined && !isToken(value));
  within('ssh.', () =>
    parseTarget({ ...(isToken(ssh.host) && { host: host.hostName }), ...Object.fromEntries(known) }),
  );
  const settings = {
    ...(confirmTimeoutSec !== undefined && { confirmTimeoutSec }),
    ...(probes !== undefined && { probes }),
    ...(suppress !== undefined && { suppress }),
    ...(takeOver !== undefined && { takeOver }),
    ...(pool !== undefined && { pool }),
  };
  within('', () =>
    parseIntent(kinds, { formatVersion: INTENT_FORMAT, host: host.hostName, settings, resources: [] }),
  );
}
