import { RemoteCommandError } from '../errors';
import type { Intent } from '../intent/intent';
import { matchedRefs } from '../intent/resolve';
import type { Need, Props, Registry, Resource } from '../kind';
import { heredoc, quote } from '../script/quote';
import type { Probe } from './facts';
import { driversProbe, linksProbe, pciProbe } from './links.probe';
import { managersProbe } from './managers.probe';
import {
  gatherPlaces,
  numbersProgram,
  type PlaceAnswers,
  presentProgram,
  readNumbers,
  readPresent,
  withinNamespace,
} from './namespaces';
import { parseRecord } from './record';
import { routesProbe } from './routes.probe';
import { type HostIdentity, STATE_FORMAT, type State } from './state';

/** Where a host keeps what is ours. */
export const HOME = '/var/lib/trunkline';

/** A reading of a host: the program for its one exec, and how to understand the reply. */
export interface Observation {
  readonly program: string;
  /** Throws RemoteCommandError when a part of the reply is missing or garbled: never a half-read state. */
  read(stdout: string): State;
}

/** One process. Where sshd says which address the controller came in on, the environment has it. */
const identityProgram = `grep -sH '' /proc/sys/kernel/hostname /proc/sys/kernel/osrelease /proc/sys/kernel/random/boot_id /etc/os-release || :
set -- \${TRUNKLINE_SSH_CONNECTION:-}
echo "localAddress:\${3:-}"`;

function readIdentity(text: string): HostIdentity {
  const at = (before: string): string => new RegExp(`^${before}(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
  const kernel = (name: string): string => at(`/proc/sys/kernel/${name}:`);
  // os-release(5): a value may be quoted.
  const osRelease = (name: string): string => at(`/etc/os-release:${name}=`).replaceAll(/^["']|["']$/g, '');
  if (kernel('random/boot_id') === '') throw new TypeError('no boot id');
  const localAddress = at('localAddress:').replace(/^::ffff:(?=\d+\.)/, '');
  return {
    hostname: kernel('hostname'),
    kernel: kernel('osrelease'),
    os: `${osRelease('ID')} ${osRelease('ID_LIKE')}`.trim(),
    bootId: kernel('random/boot_id'),
    ...(localAddress && { localAddress }),
  };
}

/** Modules are looked up without loading them: built in, loaded, or in modules.dep. */
const modulesProgram = (modules: readonly string[]): string =>
  modules.length === 0
    ? ':'
    : `for m in ${modules.map(quote).join(' ')}; do
  if [ -e "/sys/module/$m" ] || modprobe -nq "$m" 2>/dev/null; then echo "$m"; fi
done`;

const toolsProgram = (tools: readonly string[]): string =>
  `for t in ${tools.map(quote).join(' ')}; do command -v "$t" >/dev/null 2>&1 && echo "$t"; done; :`;

const pendingProgram = `for d in ${HOME}/transactions/*/; do
  [ -e "\${d}holder" ] && [ ! -L "\${d}decision" ] && { basename "$d"; cat "\${d}holder"; }
done; :`;

function readPending(text: string): State['pending'] {
  const [token, ...holder] = text.trim().split('\n');
  return token ? { token, holder: holder.join(' ') } : undefined;
}

/** What every reading asks; further tools are those that the kinds' needs name. */
const baseProbes = [linksProbe, pciProbe, driversProbe, routesProbe, managersProbe] as const;
const baseTools = ['ip', 'bridge', 'flock', 'setsid', 'systemctl', 'systemd-run', 'sync'];

interface Part {
  readonly name: string;
  readonly program: string;
}

/**
 * Plans the one exec that reads all that these resources, and the record, may need.
 * `mark` is a word that the host cannot foresee; it parts the answers.
 */
export function observation(
  registry: Registry,
  resources: readonly Resource[],
  mark: string,
  host?: string,
): Observation {
  const here = resources.filter(resource => registry.namespaces(resource).length === 0);
  const probes = probesFor(registry, here);
  const namespaces = askedWithin(registry, resources);
  const needs = [...new Set(resources.flatMap(needsOf(registry)))];
  const tools = [
    ...new Set([
      ...baseTools,
      ...needs.flatMap(need => need.tool ?? []),
      ...probes.flatMap(p => p.probe.tool ?? []),
    ]),
  ];
  const modules = [...new Set(needs.flatMap(need => need.module ?? []))];
  const parts: Part[] = [
    { name: '.identity', program: identityProgram },
    { name: '.tools', program: toolsProgram(tools) },
    { name: '.modules', program: modulesProgram(modules) },
    {
      name: '.record',
      program: `if [ -e ${HOME}/current/record.json ]; then cat ${HOME}/current/record.json; fi`,
    },
    { name: '.pending', program: pendingProgram },
    ...probes.map(partOf),
    ...(namespaces.size > 0
      ? [
          { name: '.namespaces', program: presentProgram([...namespaces.keys()]) },
          { name: '.numbers', program: numbersProgram },
        ]
      : []),
  ];
  const inner = new Map([...namespaces].map(([name, asked]) => [name, partsWithin(name, asked)]));
  const render = (own: readonly Part[]): string => own.map(part => renderPart(part, mark)).join('');
  return {
    program: [
      render(parts),
      ...[...inner].map(([name, own]) => withinNamespace(name, heredoc(render(own)))),
    ].join(''),
    read(stdout) {
      const reply = splitReply(stdout, mark, parts, host);
      const present = readPresent(reply.get('.namespaces') ?? '').filter(name => inner.has(name));
      for (const [name, text] of splitReply(
        stdout,
        mark,
        present.flatMap(name => inner.get(name)!),
        host,
      ))
        reply.set(name, text);
      return readState(
        reply,
        probes.map(p => p.probe),
        new Map(present.map(name => [name, namespaces.get(name)!.map(({ probe }) => probe)])),
        host,
      );
    },
  };
}

interface Asked {
  readonly probe: Probe<unknown>;
  readonly wanted: readonly Props[];
}

const partOf = ({ probe, wanted }: Asked): Part => ({
  name: probe.name,
  program: probe.tool
    ? `if command -v ${quote(probe.tool)} >/dev/null 2>&1; then\n${probe.program(wanted)}\nfi`
    : probe.program(wanted),
});

const partsWithin = (namespace: string, asked: readonly Asked[]): Part[] => [
  ...asked.map(one => ({ ...partOf(one), name: `${namespace}/${one.probe.name}` })),
  { name: `${namespace}/.numbers`, program: numbersProgram },
];

const needsOf =
  (registry: Registry) =>
  (resource: Resource): readonly Need[] =>
    registry.of(resource).needs?.(resource.props) ?? [];

/** Every probe, with what is asked of it. */
function probesFor(registry: Registry, resources: readonly Resource[]): Asked[] {
  const wanted = new Map<Probe<unknown>, Resource['props'][]>(baseProbes.map(probe => [probe, []]));
  for (const kind of registry.all)
    for (const probe of kind.probes) wanted.set(probe, wanted.get(probe) ?? []);
  for (const resource of resources)
    for (const probe of registry.of(resource).probes) wanted.get(probe)?.push(resource.props);
  wanted.set(
    driversProbe,
    matchedRefs(resources).map(ref => ({ ref })),
  );
  return [...wanted].map(([probe, props]) => ({ probe, wanted: props }));
}

/** What is asked of each namespace: no more than what is to be in there needs. */
function askedWithin(
  registry: Registry,
  resources: readonly Resource[],
): ReadonlyMap<string, readonly Asked[]> {
  const names = [...new Set(resources.flatMap(resource => registry.namespaces(resource)))];
  return new Map(
    names.map(name => {
      const own = resources.filter(resource => registry.namespaces(resource).includes(name));
      const needed = new Set([linksProbe, routesProbe, ...own.flatMap(one => registry.of(one).probes)]);
      return [name, probesFor(registry, own).filter(({ probe }) => probe.within && needed.has(probe))];
    }),
  );
}

const renderPart = ({ name, program }: Part, mark: string): string =>
  `echo '${mark} ${name}'\n(\n${program}\n)\nrc=$?; echo; echo "${mark} = $rc"\n`;

/** Answers by part. The exit code of a probe counts: half an answer is no answer. */
function splitReply(
  stdout: string,
  mark: string,
  parts: readonly Part[],
  host?: string,
): Map<string, string> {
  const answers = new Map<string, string>();
  const garbled = (found: string) =>
    new RemoteCommandError({
      doing: 'read the state',
      host,
      found,
      remedy: 'run it again; nothing was changed',
    });
  for (const { name } of parts) {
    const begin = stdout.indexOf(`${mark} ${name}\n`);
    const end = stdout.indexOf(`\n${mark} = `, begin);
    if (begin < 0 || end < 0) throw garbled(`the answer of '${name}' is missing or cut off`);
    const code = /^\d+/.exec(stdout.slice(end + mark.length + 4))?.[0];
    const text = stdout.slice(
      begin + mark.length + name.length + 2,
      Math.max(end, begin + mark.length + name.length + 2),
    );
    if (code !== '0') throw garbled(`'${name}' failed with exit code ${code ?? '?'}: ${text.slice(-200)}`);
    answers.set(name, text);
  }
  return answers;
}

function readState(
  reply: Map<string, string>,
  probes: readonly Probe<unknown>[],
  namespaces: ReadonlyMap<string, readonly Probe<unknown>[]>,
  host?: string,
): State {
  const parsed = <T>(name: string, parse: (text: string) => T): T => {
    try {
      return parse(reply.get(name) ?? '');
    } catch (cause) {
      if (cause instanceof Error && 'doing' in cause) throw cause;
      const found = `'${name}' answered what cannot be understood: ${(cause as Error).message}`;
      throw new RemoteCommandError({ doing: 'read the state', host, found, cause });
    }
  };
  const words = (text: string): string[] => text.split('\n').filter(Boolean);
  const record = reply.get('.record')?.trim();
  const tools = parsed('.tools', words);
  const present = (asked: readonly Probe<unknown>[]) =>
    asked.filter(probe => probe.tool === undefined || tools.includes(probe.tool));
  const placeOf = (asked: readonly Probe<unknown>[], namespace?: string): PlaceAnswers => {
    const at = (name: string) => (namespace === undefined ? name : `${namespace}/${name}`);
    return {
      ...(namespace !== undefined && { namespace }),
      answers: Object.fromEntries(
        present(asked).map(probe => [probe.name, parsed(at(probe.name), probe.parse)]),
      ),
      numbers: parsed(at('.numbers'), readNumbers),
    };
  };
  return {
    formatVersion: STATE_FORMAT,
    identity: parsed('.identity', readIdentity),
    tools,
    modules: parsed('.modules', words),
    ...(record && { record: parseRecord(record, host) }),
    ...(reply.get('.pending')?.trim() && { pending: parsed('.pending', readPending) }),
    answers: gatherPlaces(probes, [
      placeOf(probes),
      ...[...namespaces].map(([name, asked]) => placeOf(asked, name)),
    ]),
  };
}

/** The resources whose probes and needs a reading must cover: those wanted now and those confirmed before. */
export const observedResources = (intent: Intent, confirmed?: Intent): readonly Resource[] => [
  ...intent.resources,
  ...(confirmed?.resources ?? []),
];
