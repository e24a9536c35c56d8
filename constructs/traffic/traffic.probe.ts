import type { Probe } from '../../lib/state/facts';
import { parseIpJson } from '../../lib/state/links.probe';
import { HANDLE, PREFERENCES } from './tc.kind';

/** One qdisc as `tc -j qdisc show` prints it. */
export interface HostQdisc {
  readonly kind: string;
  readonly handle: string;
  readonly dev: string;
  readonly root?: boolean;
  readonly parent?: string;
  /** Octets per second, octets, microseconds; for a tbf. */
  readonly options?: { readonly rate?: number; readonly burst?: number; readonly lat?: number };
}

/** A class of our htb: bits per second, and octets. */
export interface HostClass {
  readonly dev: string;
  readonly id: number;
  readonly priority: number;
  readonly rate: number;
  readonly ceil: number;
  readonly burst: number;
}

/** A filter with one of our preferences, or of our htb. */
export interface HostFilter {
  readonly dev: string;
  readonly at: 'htb' | 'ingress' | 'egress';
  readonly preference: number;
  readonly protocol: string;
  readonly classifier: string;
  /** As it is printed: `0xc8`, `0x7/0xff`. */
  readonly handle: string;
  readonly class?: string;
  /** What it looks for: `vlan_id` to `200`. */
  readonly keys: Readonly<Record<string, string>>;
  /** Each action on one line. */
  readonly actions: readonly string[];
}

export interface Traffic {
  readonly qdiscs: readonly HostQdisc[];
  readonly classes: readonly HostClass[];
  readonly filters: readonly HostFilter[];
}

/** A batch has no comments, so that answers are parted by a question whose answer is known: the qdiscs of lo. */
const MARK = 'qdisc show dev lo';
const { mirrorAll, mirrorVlan, policeVlan, policeAll, bpdu } = PREFERENCES;

/**
 * Three processes for all links. Classes and filters are asked for where we may have some. Their JSON has neither
 * classes nor the rate of a policer, and a filter by mark breaks it (iproute2 6.1), so they are read as text.
 */
const PROGRAM = `tc -j qdisc show || exit 1
echo
echo ----
asked=$(tc qdisc show | while read -r _ kind handle _ link _; do
  case "$kind $handle" in
    'htb ${HANDLE}') printf '%s\\n${MARK}\\n' "class show dev $link" "filter show dev $link" ;;
    'clsact ffff:')
      for at in 'ingress pref ${mirrorAll}' 'ingress pref ${mirrorVlan}' 'ingress pref ${policeVlan}' \\
        'ingress pref ${policeAll}' 'ingress pref ${bpdu}' 'egress pref ${mirrorAll}' 'egress pref ${mirrorVlan}' \\
        'egress pref ${bpdu}'; do
        printf '%s\\n${MARK}\\n' "filter show dev $link $at"
      done ;;
  esac
done)
echo "$asked"
echo ----
[ -z "$asked" ] || echo "$asked" | tc -force -batch - 2>/dev/null || :`;

const RATES: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };
const SIZES: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** Bits per second of `2Mbit`. */
export function rateOf(text: string): number {
  const [, number, unit = ''] = /^(\d+)([KMGT]?)bit$/.exec(text) ?? [];
  if (number === undefined) throw new TypeError(`not a rate of tc: ${text}`);
  return Number(number) * RATES[unit]!;
}

/** Octets of `64Kb`, `1599b/1`. */
export function sizeOf(text: string): number {
  const [, number, unit = ''] = /^([\d.]+)([KMG]?)b(?:\/\d+)?$/.exec(text) ?? [];
  if (number === undefined) throw new TypeError(`not a size of tc: ${text}`);
  return Number(number) * SIZES[unit]!;
}

/** The word after a word. */
export const after = (line: string, word: string): string | undefined =>
  new RegExp(`(?:^|\\s)${word} (\\S+)`).exec(line)?.[1];

function classIn(dev: string, line: string): HostClass[] {
  const id = new RegExp(`^class htb ${HANDLE}([0-9a-f]+) `).exec(line)?.[1];
  if (id === undefined) return [];
  const [rate, ceil, burst] = ['rate', 'ceil', 'burst'].map(word => after(line, word));
  if (!rate || !ceil || !burst) throw new TypeError(`not a class of htb: ${line}`);
  const priority = Number(after(line, 'prio') ?? 0);
  return [
    {
      dev,
      id: Number.parseInt(id, 16),
      priority,
      rate: rateOf(rate),
      ceil: rateOf(ceil),
      burst: sizeOf(burst),
    },
  ];
}

/** Each filter begins with a line of its own, and its keys and actions are on the lines below. */
function filtersIn(question: string, lines: readonly string[]): HostFilter[] {
  const [, dev = '', at = 'htb', asked] =
    /^filter show dev (\S+)(?: (ingress|egress) pref (\d+))?$/.exec(question) ?? [];
  const starts = lines.flatMap((line, index) => (line.startsWith('filter ') ? [index] : []));
  return starts.flatMap((start, n): HostFilter[] => {
    const head = lines[start]!;
    const handle = after(head, 'handle');
    // Once for the classifier, which has no handle, and then once for each filter.
    if (handle === undefined) return [];
    const below = lines.slice(start + 1, starts[n + 1] ?? lines.length);
    const classifier = / (\S+) chain \d+ /.exec(head)?.[1] ?? '';
    const keys = below.flatMap(line => {
      const [, key, value] = /^ {2}(\w+) (\S+)/.exec(line) ?? [];
      return key && value ? [[key, value] as const] : [];
    });
    const named = after(head, 'classid');
    return [
      {
        dev,
        at: at as HostFilter['at'],
        preference: Number(asked ?? after(head, 'pref')),
        protocol: after(head, 'protocol') ?? '',
        classifier,
        handle,
        ...(named && { class: named }),
        keys: Object.fromEntries(keys),
        actions: below
          .filter(line => line.includes('action order'))
          .map(line => line.replace(/^.*?:\s*/, '').trim()),
      },
    ];
  });
}

/** The lines that follow each question. A mark is as many lines as lo has qdiscs. */
function answersTo(questions: readonly string[], lines: readonly string[], marks: number): string[][] {
  const answers: string[][] = [[]];
  let left = marks;
  for (const line of lines) {
    if (!line.startsWith('qdisc ')) answers.at(-1)!.push(line);
    else if (--left === 0) {
      answers.push([]);
      left = marks;
    }
  }
  if (answers.length !== questions.length + 1) throw new TypeError('tc answered some questions only');
  return answers;
}

function parse(stdout: string): Traffic {
  if (stdout.trim() === '') return NONE;
  const [qdiscs = '', asked = '', told = ''] = stdout.split(/^----\n/m);
  const all = parseIpJson<HostQdisc>(qdiscs);
  const questions = asked.split('\n').filter(line => line !== '' && line !== MARK);
  const marks = all.filter(({ dev }) => dev === 'lo').length;
  const answers = answersTo(questions, told.split('\n'), marks);
  const of = <T>(word: string, read: (question: string, lines: readonly string[]) => T[]): T[] =>
    questions.flatMap((question, n) => (question.startsWith(word) ? read(question, answers[n]!) : []));
  return {
    qdiscs: all,
    classes: of('class', (question, lines) =>
      lines.flatMap(line => classIn(question.split(' ').at(-1)!, line)),
    ),
    filters: of('filter', filtersIn),
  };
}

const NONE: Traffic = { qdiscs: [], classes: [], filters: [] };

/** Qdiscs, our classes and our filters of all links. Nothing is asked where nobody wants any. */
export const trafficProbe: Probe<Traffic> = {
  name: 'traffic',
  tool: 'tc',
  program: wanted => (wanted.length === 0 ? ':' : PROGRAM),
  parse,
  empty: NONE,
};
