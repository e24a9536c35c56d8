import { z } from 'zod';
import { ValidationError } from '../errors';

/**
 * How to reach one host. Only `host` is needed: the rest comes from the OpenSSH config, and what is set here
 * wins over it.
 */
export interface SshTarget {
  /** A name, an address, or a `Host` of the OpenSSH config. */
  readonly host: string;
  /** @default what the config says, else 22 */
  readonly port?: number;
  /** @default what the config says, else the local user's name */
  readonly user?: string;
  /** Path of an unencrypted private key, or of a public key whose private part the agent holds. `~` is expanded. @default what the config says, else the usual files in `~/.ssh` */
  readonly identityFile?: string;
  /** `true`: the agent of SSH_AUTH_SOCK; a path: that agent's socket; `false`: no agent. @default what the config says, else SSH_AUTH_SOCK where it is set */
  readonly agent?: boolean | string;
  /** Replaces the user's and the system's known_hosts. @default what the config says, else the usual files */
  readonly knownHostsFile?: string | readonly string[];
  /** The one accepted host key: `SHA256:...` as `ssh-keygen -lf` prints it, or `ssh-ed25519 AAAA...`. known_hosts is then not read. */
  readonly hostKey?: string;
  /** Jump hosts, nearest first: `[user@]host[:port],...`, or `none`. Each is verified against known_hosts too. @default what the config says */
  readonly proxyJump?: string;
  /** Whether programs run through `sudo -n`. `auto`: when the user's id on the host is not 0. @default 'auto' */
  readonly sudo?: boolean | 'auto';
  /** Seconds for one TCP connection, and again for handshake and login. @default 15 */
  readonly connectTimeoutSec?: number;
  /** Seconds between keepalives; after three without any byte from the host the connection is dead. @default 5 */
  readonly keepaliveSec?: number;
  /** Path of an OpenSSH config file; `false`: read none. @default `~/.ssh/config` and `/etc/ssh/ssh_config` */
  readonly config?: string | false;
}

// What OpenSSH would take for an option, a terminal for a command, or a shell for syntax.
const CONTROL = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

const plain = (name: string, remedy: string) =>
  z
    .string({ error: `must be a string; ${remedy}` })
    .min(1, `must not be empty; ${remedy}`)
    .max(4096, `is longer than 4096 characters; ${remedy}`)
    .refine(text => !text.startsWith('-'), `must not start with '-'; ${remedy}`)
    .refine(text => !CONTROL.test(text), `contains control characters; ${remedy}`)
    .describe(name);

const word = (name: string, remedy: string) =>
  plain(name, remedy).refine(text => !/\s/.test(text), `contains spaces; ${remedy}`);

const HOST = /^[A-Za-z0-9_.:%-]+$/;
const USER = /^[^\s'"`;&<>|(){}@:/*?#]+$/;
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}=?$/;
const KEY_LINE = /^(ssh-|ecdsa-)[a-z0-9-]+ +[A-Za-z0-9+/]{40,}={0,2}( +.*)?$/;
const HOP =
  /^(ssh:\/\/)?([^\s@,]+@)?(\[[0-9A-Fa-f:.%A-Za-z]+\]|[A-Za-z0-9_.%][A-Za-z0-9_.%-]*)(:\d{1,5})?\/?$/;

const hostSchema = word('host', 'give a host name or an address').regex(
  HOST,
  "is not a host name or an address; put the user in 'user' and the port in 'port'",
);
const userSchema = word('user', 'give a login name')
  .regex(USER, 'is not a login name; use letters, digits, `_`, `.` and `-`')
  .refine(text => !text.endsWith('\\'), 'is not a login name; it ends in a backslash');
const portSchema = z
  .int('must be a whole number')
  .min(1, 'must be 1 to 65535')
  .max(65535, 'must be 1 to 65535');
const path = (name: string) => plain(name, 'give the path of a file');
const seconds = (max: number) =>
  z
    .number('must be a number of seconds')
    .positive('must be over 0 seconds')
    .max(max, `must be at most ${max} seconds`);

/** The shape of {@link SshTarget}, with the values refused that a tool would take for something else. */
export const sshTargetSchema = z.strictObject({
  host: hostSchema,
  port: portSchema.optional(),
  user: userSchema.optional(),
  identityFile: path('identityFile').optional(),
  agent: z.union([z.boolean(), path('agent')]).optional(),
  knownHostsFile: z
    .union([path('knownHostsFile'), z.array(path('knownHostsFile')).min(1).readonly()])
    .optional(),
  hostKey: plain('hostKey', 'give `SHA256:...` or `ssh-ed25519 AAAA...`')
    .refine(
      text => FINGERPRINT.test(text) || KEY_LINE.test(text),
      'is neither a fingerprint nor a public key; give `SHA256:...` or `ssh-ed25519 AAAA...`',
    )
    .optional(),
  proxyJump: word('proxyJump', 'give `[user@]host[:port]`, several with commas')
    .refine(
      text => text === 'none' || text.split(',').every(hop => HOP.test(hop)),
      'is not a list of jump hosts; give `[user@]host[:port]`, several with commas',
    )
    .optional(),
  sudo: z.union([z.boolean(), z.literal('auto')]).optional(),
  connectTimeoutSec: seconds(3600).optional(),
  keepaliveSec: seconds(3600).optional(),
  config: z.union([path('config'), z.literal(false)]).optional(),
});

/** @throws ValidationError that names the field */
export function parseTarget(target: unknown): SshTarget {
  const result = sshTargetSchema.safeParse(target);
  if (result.success) return result.data;
  const issue = firstIssue(result.error.issues);
  const [found = 'is not valid', ...remedy] = issue.message.split('; ');
  const field = issue.path.map(String).join('.') || 'target';
  const host = (target as { host?: unknown } | null)?.host;
  throw new ValidationError({
    doing: 'connect to',
    host: typeof host === 'string' ? host : '',
    field,
    found: `${found}${shown(target, issue.path)}`,
    remedy: remedy.join('; ') || undefined,
    code: 'ssh-target',
  });
}

interface Issue {
  readonly message: string;
  readonly path: readonly PropertyKey[];
}

// Of a union the last branch is the string: its reason is the one that helps.
function firstIssue(issues: readonly z.core.$ZodIssue[]): Issue {
  const issue = issues[0];
  if (issue === undefined) return { message: 'is not valid', path: [] };
  if (issue.code !== 'invalid_union') return issue;
  const custom = issue.errors
    .flat()
    .find(inner => inner.code !== 'invalid_type' && inner.code !== 'invalid_value');
  return custom === undefined ? issue : { message: custom.message, path: [...issue.path, ...custom.path] };
}

function shown(target: unknown, path: readonly PropertyKey[]): string {
  let value: unknown = target;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  return typeof value === 'string' || typeof value === 'number' ? ` (${JSON.stringify(value)})` : '';
}

/** The hops of a ProxyJump value, nearest first. */
export function parseProxyJump(value: string | undefined): SshTarget[] {
  if (value === undefined || value === 'none') return [];
  return value.split(',').map(parseHop);
}

function parseHop(hop: string): SshTarget {
  const text = hop.replace(/^ssh:\/\//, '').replace(/\/$/, '');
  const at = text.lastIndexOf('@');
  const [, bracketed, name, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(text.slice(at + 1)) ?? [];
  return parseTarget({
    host: bracketed ?? name ?? hop,
    ...(at > 0 && { user: text.slice(0, at) }),
    ...(port !== undefined && { port: Number(port) }),
  });
}
