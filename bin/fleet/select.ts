import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ValidationError } from '../../lib/errors';
import { fileAt, findHostFiles, type HostFile, nameOf, shortPath } from './host-files';
import { isAddress, type Member, memberAt } from './member';
import { parseDocument, readText } from './read-document';

export interface Selection {
  /** Host names, `stack/host`, paths of files; addresses where `addresses` allows them. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly dir?: string;
  /** OpenSSH configuration for hosts that name none. */
  readonly sshConfig?: string;
  /** Whether `ssh://...` will do: the command needs no intent. */
  readonly addresses?: boolean;
}

const LISTED = 20;

const listed = (files: readonly HostFile[]): string => {
  const names = files.slice(0, LISTED).map(nameOf);
  const more = files.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

function noFiles(folder: string): ValidationError {
  return new ValidationError({
    doing: 'find a synthesised host',
    code: 'no-hosts',
    found: `there is no cdktf.out/stacks/*/hosts/*.json below ${folder}`,
    remedy: 'run `cdktf synth` first, or name the folder by --dir',
  });
}

function filesFor(arg: string, files: readonly HostFile[], cwd: string, folder: string): HostFile {
  const found = files.filter(file => nameOf(file) === arg || file.host === arg);
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw new ValidationError({
      doing: 'choose a host',
      found: `'${arg}' is in several stacks`,
      remedy: `write one of ${listed(found)}`,
    });
  const path = resolve(cwd, arg);
  if (arg.endsWith('.json') && existsSync(path)) return fileAt(path);
  if (arg.endsWith('.json'))
    throw new ValidationError({ doing: 'read', resource: `'${arg}'`, found: 'there is no such file' });
  if (files.length === 0) throw noFiles(folder);
  throw new ValidationError({
    doing: 'find host',
    resource: `'${arg}'`,
    code: 'unknown-host',
    found: 'no synthesised host has this name',
    remedy: `there are ${listed(files)}`,
  });
}

const withConfig = (member: Member, config: string | undefined): Member =>
  config === undefined || member.ssh.config !== undefined
    ? member
    : { ...member, ssh: { ...member.ssh, config } };

function memberOf(file: HostFile, cwd: string): Member {
  const short = shortPath(file.path, cwd);
  const { ssh, intent } = parseDocument(readText(file.path, 'the host file'), short);
  return { label: intent.host, ssh, intent, file: short };
}

/** The hosts that a command was told to work on, each once; all that were synthesised when it was told none. */
export function select({ args, cwd, dir, sshConfig, addresses }: Selection): Member[] {
  const folder = dir === undefined ? cwd : resolve(cwd, dir);
  const files = findHostFiles(folder);
  if (args.length === 0 && files.length === 0) throw noFiles(folder);
  const chosen =
    args.length === 0
      ? files
      : args.map(arg => {
          if (!isAddress(arg)) return filesFor(arg, files, cwd, folder);
          if (addresses) return memberAt(arg);
          throw new ValidationError({
            doing: 'use',
            resource: `'${arg}'`,
            found: 'an address says nothing of what the host should be',
            remedy: 'name a synthesised host',
          });
        });
  const seen = new Set<string>();
  const members = chosen.flatMap((one): Member[] => {
    const key = 'label' in one ? one.label : one.path;
    if (seen.has(key)) return [];
    seen.add(key);
    if ('label' in one) return [one];
    const member = memberOf(one, cwd);
    const twins = chosen.filter(
      other => 'path' in other && other.path !== one.path && other.host === one.host,
    );
    return [twins.length > 0 ? { ...member, label: nameOf(one) } : member];
  });
  return members.map(member => withConfig(member, sshConfig));
}

/** The host whose document Terraform's local-exec put into the environment. */
export function selectFromEnvironment(env: Readonly<Record<string, string | undefined>>): Member[] {
  const text = env.TRUNKLINE_DOCUMENT;
  if (text === undefined)
    throw new ValidationError({ doing: 'read the host', found: '$TRUNKLINE_DOCUMENT is not set' });
  const { ssh, intent } = parseDocument(text, '$TRUNKLINE_DOCUMENT');
  return [{ label: intent.host, ssh, intent }];
}
