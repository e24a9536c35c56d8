import type { Line, Mode, Passage } from './line';
import { joins, renderGroup } from './tools';

/** Steps that one process does. */
export interface Group {
  readonly lines: readonly Line[];
}

/** A script, and which lines of it are done by which group: so that a failure can be told by its change. */
export interface Script {
  readonly text: string;
  readonly groups: readonly Group[];
}

const PREAMBLE = `# Written by Trunkline. POSIX sh; needs root.
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
unset IFS CDPATH ENV
failed=0
at() { [ -z "\${TRUNKLINE_JOURNAL:-}" ] || echo "$1" >"$TRUNKLINE_JOURNAL"; }
put_value() { printf '%s\\n' "$2" >"$1"; }
put_file() {
  mkdir -p "\${1%/*}" && cat >"$1.trunkline" && chmod 0644 "$1.trunkline" && sync "$1.trunkline" && mv -f "$1.trunkline" "$1" && sync "\${1%/*}"
}
drop_file() { rm -f "$1" "$1.trunkline"; }
delete_links() {
  group=$1 found=
  shift
  for link in "$@"; do
    [ ! -e "/sys/class/net/$link" ] || found="\${found}link set dev $link group $group
"
  done
  [ -z "$found" ] || { printf '%s' "$found" | ip -force -batch - && ip link delete group "$group"; }
}
`;

/** Renders passages into one POSIX sh program. Pure: the same passages give the same bytes. */
export function renderScript(passages: readonly Passage[], mode: Mode): Script {
  const lines = passages.flatMap(({ title, steps }) => steps.map(step => ({ title, step })));
  const groups: { lines: Line[] }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last && joins(last.lines, line, mode)) last.lines.push(line);
    else groups.push({ lines: [line] });
  }
  const onFailure = mode === 'deploy' ? 'exit 1' : 'failed=1';
  const body = groups.map(({ lines: own }, index) => `at ${index}\n${renderGroup(own, mode, onFailure)}\n`);
  const end = mode === 'deploy' ? `at ${groups.length}\n` : `at ${groups.length}\nexit $failed\n`;
  return { text: `#!/bin/sh\n${PREAMBLE}\n${body.join('\n')}\n${end}`, groups };
}
