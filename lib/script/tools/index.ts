import { NAMESPACES } from '../../net';
import type { Line, Mode, Tool } from '../line';
import { comment, echoedWord, heredoc, quote } from '../quote';
import {
  type AddressOf,
  type CallStep,
  type DeleteLinkStep,
  type FileStep,
  linkPath,
  type OvsStep,
  type RunStep,
  type Step,
  type WriteStep,
} from '../step';
import { joinsBatch, renderBatch } from './batch';
import { condition } from './guard';

/** Functions that scripts call in each namespace. */
export const PUT_VALUE = `put_value() { printf '%s\\n' "$2" >"$1"; }
`;
export const DELETE_LINKS = `delete_links() {
  group=$1 found=
  shift
  for link in "$@"; do
    [ ! -e "/sys/class/net/$link" ] || found="\${found}link set dev $link group $group
"
  done
  [ -z "$found" ] || { printf '%s' "$found" | ip -force -batch - && ip link delete group "$group"; }
}
`;

/** `ip link delete group N` takes them all at once: one by one was measured 85 times slower. */
const DELETE_GROUP = 1414680139;

const titles = (lines: readonly Line[]): string =>
  [...new Set(lines.map(line => line.title))].map(comment).join('\n');

/** One command a step, guarded where the mode asks for it; a guard that says no is no failure. */
function single<S extends Step>(command: (step: S, onFailure: string) => string): Tool {
  return {
    joins: () => false,
    render: (lines, mode, onFailure) => {
      const { step } = lines[0]!;
      const text = command(step as S, onFailure);
      const asked = condition(mode === 'deploy' ? { ...step, when: [] } : step);
      return `${titles(lines)}\n${asked === '' ? text : `if ${asked}; then\n${text}\nfi`}`;
    },
  };
}

function writeFile(step: FileStep, onFailure: string): string {
  if (step.content === null) return `drop_file ${quote(step.path)} || ${onFailure}`;
  const { open, body } = heredoc(step.content);
  return `put_file ${quote(step.path)} ${open} || ${onFailure}\n${body}`;
}

const word = (arg: string | AddressOf): string =>
  typeof arg === 'string' ? quote(arg) : `"$(cat ${quote(`${linkPath(arg.addressOf)}/address`)})"`;

const batch: Tool = { joins: joinsBatch, render: renderBatch };

const tools: { readonly [T in Step['tool']]: Tool } = {
  ip: batch,
  bridge: batch,
  tc: batch,
  'delete-link': {
    joins: () => true,
    render: (lines, _mode, onFailure) => {
      // The names end in a batch.
      const names = lines.map(line => echoedWord((line.step as DeleteLinkStep).link)).join(' ');
      return `${titles(lines)}\ndelete_links ${DELETE_GROUP} ${names} || ${onFailure}`;
    },
  },
  // ovs-vsctl waits for ovs-vswitchd; a hung one must not hold the transaction (ovs-vsctl(8), --timeout).
  'ovs-vsctl': {
    joins: () => true,
    render: (lines, _mode, onFailure) => {
      const commands = lines.map(line => (line.step as OvsStep).args.map(quote).join(' '));
      return `${titles(lines)}\novs-vsctl --timeout=20 \\\n  -- ${commands.join(' \\\n  -- ')} || ${onFailure}`;
    },
  },
  write: single<WriteStep>(
    (step, onFailure) => `put_value ${quote(step.path)} ${quote(step.value)} || ${onFailure}`,
  ),
  file: single(writeFile),
  call: single<CallStep>(
    (step, onFailure) => `${[step.function.name, ...step.args.map(quote)].join(' ')} || ${onFailure}`,
  ),
  run: single<RunStep>((step, onFailure) => `${step.args.map(word).join(' ')} || ${onFailure}`),
};

/** Whether a line can be done by the process that does those before it. */
export const joins = (group: readonly Line[], line: Line, mode: Mode): boolean =>
  group[0]!.step.tool === line.step.tool &&
  group[0]!.step.namespace === line.step.namespace &&
  tools[line.step.tool].joins(group, line, mode);

/** What a tool needs of the shell that calls it; batches of a fresh observation need none. */
const shell = (tool: Step['tool'], mode: Mode): string | undefined => {
  if (tool === 'delete-link') return DELETE_LINKS;
  if (tool === 'write') return PUT_VALUE;
  return mode === 'guarded' ? '' : undefined;
};

/**
 * A shell of the namespace does the work, where /sys and /proc/sys are its own (ip-netns(8), exec). A namespace that
 * is not there, or no more, has nothing to be taken back.
 */
function inNamespace(namespace: string, text: string, mode: Mode, onFailure: string): string {
  const end = mode === 'deploy' ? '' : 'exit $failed\n';
  const { open, body } = heredoc(`failed=0\n${text}\n${end}`);
  const call = `ip netns exec ${quote(namespace)} sh ${open} || ${onFailure}\n${body}`;
  return mode === 'deploy' ? call : `if [ -e ${NAMESPACES}/${quote(namespace)} ]; then\n${call}\nfi`;
}

export function renderGroup(lines: readonly Line[], mode: Mode, onFailure: string): string {
  const { tool, namespace } = lines[0]!.step;
  const text = tools[tool].render(lines, mode, onFailure);
  const functions = shell(tool, mode);
  return namespace === undefined || functions === undefined
    ? text
    : inNamespace(namespace, `${functions}${text}`, mode, onFailure);
}
