import { heredoc, quote } from '../../script/quote';
import { HOME } from '../../state/observe';
import { AGENT, agentText, RUNTIME } from './agent';

/** A transaction as the host needs it. */
export interface Transaction {
  /** 32 hex digits: names the transaction's folder, and is what a confirmation must bring. */
  readonly token: string;
  /** Revision that must be the host's last; 0 where there is none. */
  readonly base: number;
  /** Seconds from the arming on until the host takes the change back. */
  readonly deadlineSec: number;
  /** Who applies, for those who find the host locked. */
  readonly holder: string;
  readonly deploy: string;
  readonly revert: string;
  readonly rebootRevert: string;
  readonly boot: string;
  /** Links that must be there before the boot script runs, NICs with their permanent MAC. */
  readonly links: readonly { readonly name: string; readonly mac?: string }[];
  /** The record that a confirmation puts in force. */
  readonly record: string;
  /** Whether confirming it removes all of Trunkline from the host. */
  readonly release: boolean;
}

const folder = (token: string): string => `${HOME}/transactions/${token}`;

const file = (path: string, text: string): string => {
  const { open, body } = heredoc(text);
  return `cat >${quote(path)} ${open} || refuse 'the disk takes no more'\n${body}`;
};

/**
 * Writes the transaction, starts the agent on its own, and follows it. Nothing of the network changes before all of
 * this is on disk. A folder that is not root's own, or a symlink in its place, is refused.
 */
export function beginProgram(transaction: Transaction): string {
  const { token } = transaction;
  const at = folder(token);
  const release = transaction.release ? file(`${at}/release`, 'release\n') : ':';
  return `umask 077
refuse() {
  rm -rf ${at} ${AGENT}.${token}
  rmdir ${HOME}/transactions ${HOME} ${RUNTIME} 2>/dev/null
  printf '\\nrefused %s\\n' "$1"
  exit 0
}
[ "$(id -u)" = 0 ] || refuse 'it needs root; let the user use sudo without a password'
for d in ${RUNTIME} ${HOME} ${HOME}/transactions; do
  [ ! -L "$d" ] || refuse "$d is a symlink; remove it"
  mkdir -p "$d" 2>/dev/null && chmod 0700 "$d" && [ -O "$d" ] || refuse "$d cannot be made, or is not root's; is the disk full or read-only?"
  # Whoever leaves the host is let out first: it would take with it what is written here.
  [ "$d" != ${RUNTIME} ] || { touch ${RUNTIME}/leaving && exec 7>>${RUNTIME}/leaving && flock -w 100 7; } || refuse 'a transaction before this one does not end'
done
mkdir ${at} ${at}/next || refuse 'the disk takes no more'
${file(`${AGENT}.${token}`, agentText)}
${file(`${at}/deploy.sh`, transaction.deploy)}
${file(`${at}/revert.sh`, transaction.revert)}
${file(`${at}/reboot-revert.sh`, transaction.rebootRevert)}
${file(`${at}/next/boot.sh`, transaction.boot)}
${file(`${at}/next/links`, transaction.links.map(({ name, mac = '' }) => `${name} ${mac}`.trimEnd().concat('\n')).join(''))}
${file(`${at}/next/record.json`, transaction.record)}
${file(`${at}/holder.txt`, `${transaction.holder}\n`)}
${file(`${at}/base`, `${transaction.base}\n`)}
${file(`${at}/revision`, `${transaction.base + 1}\n`)}
${file(`${at}/deadline`, `${transaction.deadlineSec}\n`)}
${release}
sync ${AGENT}.${token} 2>/dev/null
mv -f ${AGENT}.${token} ${AGENT} || refuse 'the disk takes no more'
exec 7>&-
setsid sh ${AGENT} run ${token} </dev/null >/dev/null 2>&1 &
${follow(token)}`;
}

/** Follows a transaction that is under way, from another session. */
export const followProgram = (token: string): string => follow(token);

/**
 * Prints `progress GROUP` while it works, and last one of `applied`, `refused WHY`, `locked WHO`, `stale WHY`,
 * `reverted WHY`, `revert-failed WHY`, `confirmed`, `unknown`.
 */
const follow = (token: string): string => `t=${folder(token)}
told() {
  token= word= why=
  { read -r token; read -r word; read -r why; } 2>/dev/null <${RUNTIME}/outcome
  [ "$token" = ${token} ]
}
last=
nap=0.05
rounds=0
most=$(cat "$t/deadline" 2>/dev/null)
# Five rounds a second or fewer: nobody is followed for ever, whatever died on the host.
most=$(((\${most:-60} + 60) * 5))
while :; do
  if [ -e "$t/refusal" ]; then
    { read -r word; read -r why; } <"$t/refusal"
    rm -rf "$t"
    [ ! -e ${AGENT} ] || sh ${AGENT} leave
    printf '\\n%s %s\\n' "$word" "$why"
    exit 0
  fi
  if told; then printf '\\n%s %s\\n' "$word" "$why"; exit 0; fi
  if [ ! -d "$t" ]; then
    if told; then printf '\\n%s %s\\n' "$word" "$why"; else printf '\\nunknown\\n'; fi
    exit 0
  fi
  state=
  read -r state 2>/dev/null <"$t/state"
  if [ "$state" = applied ]; then printf '\\napplied\\n'; exit 0; fi
  now=
  read -r now 2>/dev/null <"$t/journal"
  if [ "$now" != "$last" ]; then printf '\\nprogress %s\\n' "$now"; last=$now; fi
  rounds=$((rounds + 1))
  if [ "$rounds" -gt "$most" ]; then
    if [ -e "$t/holder" ]; then sh ${AGENT} revert ${token} 'nobody on the host was at work'; else rm -rf "$t"; fi
    [ ! -d "$t" ] || { printf '\\nunknown\\n'; exit 0; }
  fi
  sleep $nap
  nap=0.2
done
`;

/** Keeps what was applied. Prints `confirmed`, or the word that says why not. */
export const confirmProgram = (token: string): string =>
  `[ -e ${AGENT} ] || { echo unknown; exit 1; }\nsh ${AGENT} confirm ${token}`;

/** Takes back what was applied, now. */
export const revertProgram = (token: string, reason: string): string =>
  `[ ! -e ${AGENT} ] || sh ${AGENT} revert ${token} ${quote(reason)}\n${follow(token)}`;

/** What was decided last on this host: token, result and reason, a line each. */
export const outcomeProgram = `if [ -e ${RUNTIME}/outcome ]; then cat ${RUNTIME}/outcome; fi`;
