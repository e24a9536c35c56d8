import type { Line, Mode, Passage } from './line';
import { located } from './place';
import { nicVariable, refOf } from './quote';
import type { Step } from './step';
import { DELETE_LINKS, joins, PUT_VALUE, renderGroup } from './tools';

/** Steps that one process does. */
export interface Group {
  readonly lines: readonly Line[];
}

/** A script, and which lines of it are done by which group: so that a failure can be told by its change. */
export interface Script {
  readonly text: string;
  readonly groups: readonly Group[];
}

/** `put_file PATH`: what comes in by standard input, in the place of a file; whole or not at all, after a power cut too. */
export const PUT_FILE = `put_file() {
  (umask 022 && mkdir -p "\${1%/*}") && cat >"$1.trunkline" && chmod 0644 "$1.trunkline" && sync "$1.trunkline" && mv -f "$1.trunkline" "$1" && sync "\${1%/*}"
}
drop_file() { rm -f "$1" "$1.trunkline"; }
`;

const PREAMBLE = `# Written by Trunkline. POSIX sh; needs root.
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
unset IFS CDPATH ENV
failed=0
at() { [ -z "\${TRUNKLINE_JOURNAL:-}" ] || echo "$1" >"$TRUNKLINE_JOURNAL"; }
${PUT_VALUE}${PUT_FILE}${DELETE_LINKS}`;

const FIND_NIC = `nic_of() { # mac ADDRESS, pci ADDRESS or driver NAME: the one NIC that it was burnt into, that sits there, or that has it
  found=
  for link in /sys/class/net/*; do
    [ -e "$link/device" ] || continue
    case $1 in
      mac)
        if [ -e "$link/bonding_slave/perm_hwaddr" ]; then read -r seen <"$link/bonding_slave/perm_hwaddr"
        else read -r seen <"$link/address"; fi
        [ "$seen" = "$2" ] || continue ;;
      driver) case $(readlink "$link/device/driver") in */"$2") ;; *) continue ;; esac ;;
      pci) case $(readlink "$link") in */"$2"/[g-z]*) ;; *) continue ;; esac ;;
    esac
    found="\${found:+$found and }\${link##*/}"
  done
  case $found in
    '') echo "this host has no NIC with $1 $2" >&2; return 1 ;;
    *' '*) echo "$found all have $1 $2" >&2; return 1 ;;
  esac
  echo "$found"
}
`;

/** Names that only the host knows are found before anything is done; one that cannot be found ends the script. */
function nics(lines: readonly Line[]): string {
  const refs = new Set<string>();
  const visit = (value: unknown): void => {
    const ref = typeof value === 'string' ? refOf(value) : undefined;
    if (ref) refs.add(ref);
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(visit);
  };
  for (const { step } of lines) visit(step);
  if (refs.size === 0) return '';
  const found = [...refs].sort().map(ref => {
    const [, scheme = '', address = ''] = /^@(mac|pci|driver):(.+)$/.exec(ref) ?? [];
    return `${nicVariable(ref)}=$(nic_of ${scheme} ${address}) || exit 1\n`;
  });
  return `${FIND_NIC}${found.join('')}`;
}

const calledBy = (step: Step): string[] => {
  if (step.tool === 'call') return [step.function.text];
  return 'afterwards' in step && step.afterwards ? [step.afterwards.function.text] : [];
};

/** Functions that are called, each once. */
const functions = (lines: readonly Line[]): string =>
  [...new Set(lines.flatMap(({ step }) => calledBy(step)))].join('');

/** Renders passages into one POSIX sh program. Pure: the same passages give the same bytes. */
export function renderScript(passages: readonly Passage[], mode: Mode): Script {
  const lines = passages.flatMap(({ title, steps }) => steps.map(step => ({ title, step: located(step) })));
  const groups: { lines: Line[] }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last && joins(last.lines, line, mode)) last.lines.push(line);
    else groups.push({ lines: [line] });
  }
  const onFailure = mode === 'deploy' ? 'exit 1' : 'failed=1';
  const body = groups.map(({ lines: own }, index) => `at ${index}\n${renderGroup(own, mode, onFailure)}\n`);
  const end = mode === 'deploy' ? `at ${groups.length}\n` : `at ${groups.length}\nexit $failed\n`;
  return {
    text: `#!/bin/sh\n${PREAMBLE}${functions(lines)}${nics(lines)}\n${body.join('\n')}\n${end}`,
    groups,
  };
}
