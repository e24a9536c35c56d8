import { homedir, userInfo } from 'node:os';
import { ValidationError } from '../errors';
import { type OpensshConfig, readOpensshConfig, splitPaths } from './openssh-config';
import { expandHome } from './read-file';
import { parseProxyJump, parseTarget, type SshTarget } from './target';

/** Where an identity was named: what the user of Trunkline named must be there, the rest may be missing. */
export interface IdentityPath {
  readonly path: string;
  readonly explicit: boolean;
}

/** Everything that is needed to connect; nothing in it is secret. */
export interface ResolvedTarget {
  /** The host as the user wrote it. */
  readonly name: string;
  /** What is dialled. */
  readonly hostName: string;
  readonly port: number;
  readonly user: string;
  /** 0: IPv4 and IPv6. */
  readonly family: 0 | 4 | 6;
  readonly identityFiles: readonly IdentityPath[];
  readonly identitiesOnly: boolean;
  /** The agent's socket. */
  readonly agent?: string;
  readonly knownHostsFiles: readonly string[];
  readonly hostKeyAlias?: string;
  readonly hostKey?: string;
  /** Nearest first; none of them resolved yet. */
  readonly jumps: readonly SshTarget[];
  readonly sudo: boolean | 'auto';
  readonly connectTimeoutSec: number;
  readonly keepaliveSec: number;
  readonly config?: string | false;
  /** Set on a jump host: the host it leads to. */
  readonly jumpFor?: string;
}

/**
 * What the OpenSSH config says about the host, with the fields of the target winning.
 * StrictHostKeyChecking is not looked at: there is no way to switch the check off.
 * @throws ValidationError for a hostile or contradictory target, or a config that OpenSSH refuses
 */
export async function resolveTarget(input: SshTarget): Promise<ResolvedTarget> {
  const target = parseTarget(input);
  const config = target.config === false ? undefined : await readOpensshConfig(target);
  const first = (key: string) => config?.get(key)?.[0];
  refuseProxyCommand(target, first('proxycommand'));
  return {
    name: target.host,
    hostName: first('hostname') ?? target.host,
    port: target.port ?? Number(first('port') ?? 22),
    user: target.user ?? first('user') ?? userInfo().username,
    family: FAMILIES[first('addressfamily') ?? 'any'] ?? 0,
    identityFiles: identityFiles(target, config),
    identitiesOnly: first('identitiesonly') === 'yes',
    agent: agentSocket(target.agent, first('identityagent')),
    knownHostsFiles: knownHostsFiles(target, config),
    hostKeyAlias: first('hostkeyalias'),
    hostKey: target.hostKey,
    jumps: parseProxyJump(target.proxyJump ?? first('proxyjump')).map(hop => inherit(hop, target)),
    sudo: target.sudo ?? 'auto',
    connectTimeoutSec: target.connectTimeoutSec ?? 15,
    keepaliveSec: target.keepaliveSec ?? 5,
    config: target.config,
  };
}

const FAMILIES: Record<string, 0 | 4 | 6> = { any: 0, inet: 4, inet6: 6 };
const DEFAULT_IDENTITIES = ['id_ed25519', 'id_ecdsa', 'id_rsa'].map(name => `~/.ssh/${name}`);
const DEFAULT_KNOWN_HOSTS = [
  '~/.ssh/known_hosts',
  '~/.ssh/known_hosts2',
  '/etc/ssh/ssh_known_hosts',
  '/etc/ssh/ssh_known_hosts2',
];

function identityFiles(target: SshTarget, config: OpensshConfig | undefined): IdentityPath[] {
  if (target.identityFile !== undefined) return [{ path: expandHome(target.identityFile), explicit: true }];
  const named = config?.get('identityfile') ?? DEFAULT_IDENTITIES;
  return named
    .filter(path => path !== 'none')
    .map(path => ({ path: expandHome(expandTokens(path, config)), explicit: false }));
}

function knownHostsFiles(target: SshTarget, config: OpensshConfig | undefined): string[] {
  const given = target.knownHostsFile;
  if (given !== undefined) return (typeof given === 'string' ? [given] : [...given]).map(expandHome);
  if (config === undefined) return DEFAULT_KNOWN_HOSTS.map(expandHome);
  return ['userknownhostsfile', 'globalknownhostsfile']
    .flatMap(key => splitPaths(config.get(key)?.[0] ?? ''))
    .map(expandHome);
}

function agentSocket(wanted: SshTarget['agent'], configured: string | undefined): string | undefined {
  if (wanted === false) return undefined;
  if (typeof wanted === 'string') return expandHome(wanted);
  const fromEnvironment = process.env.SSH_AUTH_SOCK || undefined;
  if (wanted === true || configured === undefined || configured === 'SSH_AUTH_SOCK') return fromEnvironment;
  if (configured === 'none') return undefined;
  if (configured.startsWith('$')) return process.env[configured.slice(1).replace(/^\{(.*)\}$/, '$1')];
  return expandHome(configured);
}

// `ssh -G` expands the tokens of every path but those of IdentityFile.
function expandTokens(path: string, config: OpensshConfig | undefined): string {
  const first = (key: string) => config?.get(key)?.[0] ?? '';
  const values: Record<string, string> = {
    '%': '%',
    d: homedir(),
    h: first('hostname'),
    n: first('host'),
    p: first('port'),
    r: first('user'),
    u: userInfo().username,
  };
  return path.replace(/%(.)/g, (whole, token: string) => values[token] ?? whole);
}

// A jump host has its own entry in the config; what the target says for the whole way goes with it.
function inherit(
  hop: SshTarget,
  { config, knownHostsFile, agent, connectTimeoutSec, keepaliveSec }: SshTarget,
) {
  return { ...hop, config, knownHostsFile, agent, connectTimeoutSec, keepaliveSec };
}

function refuseProxyCommand(target: SshTarget, command: string | undefined): void {
  if (command === undefined || command === 'none' || target.proxyJump !== undefined) return;
  throw new ValidationError({
    doing: 'connect to',
    host: target.host,
    field: 'ProxyCommand',
    found: 'the OpenSSH config leads to this host by a ProxyCommand',
    remedy: 'use ProxyJump in the config, or set `proxyJump` on the target',
    code: 'ssh-config',
  });
}
