import { HOME } from '../../state/observe';

/** Runtime folder: gone after a reboot, as a lock should be. */
export const RUNTIME = '/run/trunkline';
export const AGENT = `${HOME}/agent`;

/**
 * What runs on the host, independent of any session: takes the lock, arms the revert, applies, waits to be
 * confirmed, and takes everything back when it is not. One transaction is one folder; its `decision` is a symlink,
 * made once and under a lock that is held until the decision is carried out: a confirmation and a timeout never both
 * win, and whoever comes after one that died on the way finishes what was decided.
 */
export const agentText = String.raw`#!/bin/sh
# Trunkline's agent on this host. POSIX sh; root only. It is replaced by every transaction.
#   run TOKEN            lock, arm the revert, apply, wait for a decision
#   confirm TOKEN        keep what TOKEN applied, and boot with it from now on
#   revert TOKEN REASON  go back to what was before TOKEN
#   boot                 after a reboot: clear what was not confirmed, then set up what was
set -u
umask 077
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
home=${HOME}
runtime=${RUNTIME}
transactions=$home/transactions
timer=trunkline-revert

durable() { sync "$@" 2>/dev/null || sync; }
say() { [ -d "$1" ] && printf '%s\n' "$2" >"$1/state.new" && mv -f "$1/state.new" "$1/state"; }
outcome() { mkdir -p "$runtime" && printf '%s\n%s\n%s\n' "$1" "$2" "$3" >"$runtime/outcome.new" && mv -f "$runtime/outcome.new" "$runtime/outcome"; }
current() { [ -L "$home/current" ] && basename "$(readlink "$home/current")" || echo 0; }

disarm() {
  if [ -d /run/systemd/system ]; then systemctl stop "$timer-$1.timer" >/dev/null 2>&1; fi
  [ ! -e "$transactions/$1/sleeper" ] || kill -TERM "-$(cat "$transactions/$1/sleeper")" 2>/dev/null
  :
}

# Nothing of ours stays on a host that was never confirmed, or has been released. Somebody who is about to begin has a
# folder already, and then nothing is removed; whoever begins meanwhile waits (beginProgram).
leave() {
  [ ! -e "$home/current" ] || return 0
  mkdir -p "$runtime"
  (
    flock 7
    rmdir "$transactions" 2>/dev/null || exit 0
    if systemctl -q is-active trunkline.service 2>/dev/null; then systemctl stop trunkline.service; fi
    rm -f /etc/systemd/system/trunkline.service /etc/systemd/system/multi-user.target.wants/trunkline.service
    # After a reboot, or a reload that somebody asked for, systemd knows the unit until it looks again.
    if [ "$(systemctl show --value -p LoadState trunkline.service 2>/dev/null)" = loaded ]; then
      systemctl reset-failed trunkline.service 2>/dev/null
      systemctl daemon-reload
    fi
    rm -rf "$home/revisions" "$home/current.new" "$home/agent"
    rmdir "$home" 2>/dev/null
  ) 7>>"$runtime/leaving"
  :
}

# The applying process must be dead before its work is taken back. dash's kill knows no "--".
stop_deploy() {
  [ -e "$1/deploy.pid" ] || return 0
  kill -KILL "-$(cat "$1/deploy.pid")" 2>/dev/null
  :
}

take_back() { # token reason
  t=$transactions/$1
  stop_deploy "$t"
  say "$t" "reverting $2"
  # A daemon that a revert starts must not hold the locks.
  if sh "$t/revert.sh" >>"$t/log" 2>&1 8>&- 9>&-; then result=reverted; else result=revert-failed; fi
  { tail -n 20 "$t/log" 2>/dev/null; } >"$runtime/outcome.log"
  outcome "$1" "$result" "$2"
  disarm "$1"
  rm -rf "$t"
  leave
}

commit() { # token; all that it needs room for was written before the first change
  t=$transactions/$1
  if [ -e "$t/release" ]; then
    rm -f "$home/current"
    durable "$home"
  else
    next=$(cat "$t/revision")
    if [ -d "$t/next" ]; then
      mkdir -p "$home/revisions" && rm -rf "$home/revisions/$next" && mv -T "$t/next" "$home/revisions/$next" || return 1
    fi
    durable "$home/revisions" "$home/revisions/$next"
    ln -sfn "revisions/$next" "$home/current.new" && mv -fT "$home/current.new" "$home/current" || return 1
    durable "$home"
    for old in "$home"/revisions/*; do
      [ "$(basename "$old")" -ge "$((next - 1))" ] || rm -rf "$old"
    done
  fi
  outcome "$1" confirmed ''
  disarm "$1"
  rm -rf "$t"
  leave
}

# Decides, unless that was done before, and carries out what was decided.
settle() { # token decision reason
  mkdir -p "$runtime"
  (
    flock 8
    t=$transactions/$1
    [ -d "$t" ] || exit 0
    if [ ! -L "$t/decision" ] && ln -s "$2" "$t/decision"; then durable "$t"; fi
    case $(readlink "$t/decision")/$2 in
      confirmed/*) commit "$1" || rm -f "$t/decision" ;;
      # On a disk that takes no decision the host still goes back.
      reverted/* | /reverted) take_back "$1" "$3" ;;
    esac
  ) 8>>"$runtime/deciding"
}

revert() { settle "$1" reverted "$2"; } # token reason

confirm() { # token
  t=$transactions/$1
  if [ -d "$t" ]; then
    case $(cat "$t/state" 2>/dev/null) in
      applied | reverting*) settle "$1" confirmed '' ;;
      *) echo "refused it is not applied"; return 1 ;;
    esac
  fi
  if [ -d "$t" ]; then echo "refused the decision could not be written to disk"; return 1; fi
  { read -r token && read -r result && read -r reason; } <"$runtime/outcome" 2>/dev/null
  if [ "$token" = "$1" ]; then echo "$result $reason"; [ "$result" = confirmed ]; return; fi
  echo "unknown no transaction of this token is open"
  return 1
}

# Transactions whose applier died: one that was confirmed is finished, any other is taken back.
clear_abandoned() { # except
  found=1
  for other in "$transactions"/*/; do
    token=$(basename "$other")
    [ -d "$other" ] && [ "$token" != "$1" ] || continue
    if [ -e "$other/revision" ] && [ -e "$other/holder" ]; then
      found=0
      revert "$token" 'its applier died'
    elif [ -n "$(find "$other" -maxdepth 0 -mmin +10)" ]; then
      rm -rf "$other"
    fi
  done
  return $found
}

arm() { # token seconds
  if [ -d /run/systemd/system ]; then
    systemd-run --quiet --collect --unit="$timer-$1" --on-active="$2" --timer-property=AccuracySec=100ms \
      sh "$home/agent" revert "$1" "it was not confirmed within $2 s" && systemctl -q is-active "$timer-$1.timer"
  else
    setsid sh -c 'exec 9>&-; sleep "$3"; rm -f "$1/transactions/$2/sleeper"; exec sh "$1/agent" revert "$2" "it was not confirmed within $3 s"' - "$home" "$1" "$2" </dev/null >/dev/null 2>&1 &
    echo $! >"$transactions/$1/sleeper"
    kill -0 $!
  fi
}

install_unit() {
  [ -d /etc/systemd/system ] || return 0
  cat >/etc/systemd/system/trunkline.service.new <<'UNIT' &&
[Unit]
Description=Networks of this host as Trunkline last confirmed them
Documentation=file:${HOME}/current/boot.sh
DefaultDependencies=no
Wants=network-pre.target network.target systemd-udevd.service
After=local-fs.target sysinit.target systemd-sysctl.service systemd-udevd.service systemd-modules-load.service network-pre.target ovsdb-server.service ovs-vswitchd.service
# A manager that got a link back by what was not confirmed, or was told to leave one alone, must read that first.
Before=network.target network-online.target networking.service systemd-networkd.service NetworkManager.service
ConditionPathExists=${HOME}/agent

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh ${HOME}/agent boot
TimeoutStartSec=180

[Install]
WantedBy=multi-user.target
UNIT
    chmod 0644 /etc/systemd/system/trunkline.service.new &&
    mv -f /etc/systemd/system/trunkline.service.new /etc/systemd/system/trunkline.service &&
    mkdir -p /etc/systemd/system/multi-user.target.wants &&
    ln -sf ../trunkline.service /etc/systemd/system/multi-user.target.wants/trunkline.service &&
    durable /etc/systemd/system/trunkline.service /etc/systemd/system /etc/systemd/system/multi-user.target.wants
}

run() { # token
  t=$transactions/$1
  mkdir -p "$runtime"
  exec 9>>"$runtime/lock"
  # The transaction before this one may be on its way out: its folder is gone before systemd has forgotten it.
  waited=0
  until flock -n 9; do
    if [ "$waited" -ge 200 ] || { [ "$waited" -ge 10 ] && ls "$transactions"/*/holder >/dev/null 2>&1; }; then
      outcome_of_refusal "$1" locked "$(cat "$runtime/holder" 2>/dev/null)"
      return
    fi
    waited=$((waited + 1))
    sleep 0.3
  done
  cp "$t/holder.txt" "$runtime/holder"
  if clear_abandoned "$1"; then
    outcome_of_refusal "$1" stale 'an abandoned transaction was cleared first; plan again'
    return
  fi
  if [ "$(current)" != "$(cat "$t/base")" ]; then
    outcome_of_refusal "$1" stale "revision $(current) was confirmed meanwhile; plan again"
    return
  fi
  seconds=$(cat "$t/deadline")
  mv "$t/holder.txt" "$t/holder" && durable "$t"/* "$t"/next/* "$t" "$transactions" "$home" "$home/agent" && install_unit
  if [ $? != 0 ]; then outcome_of_refusal "$1" refused 'the transaction could not be written to disk'; return; fi
  if ! arm "$1" "$seconds" 2>>"$t/log"; then
    outcome_of_refusal "$1" refused "the revert could not be armed: $(tail -n 1 "$t/log")"
    return
  fi
  uptime_s
  end=$((now + seconds + 5))
  say "$t" applying
  TRUNKLINE_JOURNAL=$t/journal TRUNKLINE_END=$((now + seconds)) setsid sh "$t/deploy.sh" >>"$t/log" 2>&1 9>&- </dev/null &
  echo $! >"$t/deploy.pid"
  wait $!
  code=$?
  rm -f "$t/deploy.pid"
  if [ "$code" != 0 ]; then
    revert "$1" "a change failed (exit code $code) in group $(cat "$t/journal" 2>/dev/null): $(tail -n 3 "$t/log" 2>/dev/null | tr '\n' ' ')"
    return
  fi
  [ -L "$t/decision" ] || say "$t" applied
  # The second watch beside the timer: this process does not depend on systemd. It holds the lock until whoever decided
  # is done, and does it for one that died.
  tries=0
  while [ -d "$t" ] && [ "$tries" -lt 5 ]; do
    uptime_s
    if [ -L "$t/decision" ] || [ "$now" -ge "$end" ]; then
      tries=$((tries + 1))
      revert "$1" "it was not confirmed within $seconds s"
    fi
    [ ! -d "$t" ] || sleep 0.3
  done
}

# Seconds since boot: a clock that nobody sets.
uptime_s() { read -r up rest </proc/uptime; now=${'$'}{up%%.*}; }

outcome_of_refusal() {
  rm -f "$transactions/$1/holder"
  printf '%s\n%s\n' "$2" "$3" >"$transactions/$1/refusal.new" && mv -f "$transactions/$1/refusal.new" "$transactions/$1/refusal"
  disarm "$1"
}

# A NIC that a new kernel, firmware or udev calls otherwise gets back the name by which it was confirmed, and keeps the
# new one as another.
pin() { # NAME MAC
  udevadm settle --timeout=5 2>/dev/null
  for nic in /sys/class/net/*; do
    [ -e "$nic/device" ] && [ ! -e "$nic/master" ] && read -r address <"$nic/address" && [ "$address" = "$2" ] || continue
    now=$(basename "$nic")
    ! grep -q "^$now " "$home/current/links" || continue
    ip link set dev "$now" down && ip link set dev "$now" name "$1" && ip link property add dev "$1" altname "$now"
    return
  done
}

boot() {
  for t in "$transactions"/*/; do
    [ -d "$t" ] || continue
    token=$(basename "$t")
    if [ "$(readlink "$t/decision")" = confirmed ]; then commit "$token"; continue; fi
    if [ -e "$t/holder" ]; then
      if sh "$t/reboot-revert.sh" >>"$t/log" 2>&1; then result=reverted; else result=revert-failed; fi
      outcome "$token" "$result" 'the host was rebooted before it was confirmed'
      { tail -n 20 "$t/log" 2>/dev/null; } >"$runtime/outcome.log"
    fi
    rm -rf "$t"
  done
  leave
  if [ ! -e "$home/current/boot.sh" ]; then
    # This very unit, which is gone from the disk: stopping it ends this process as well.
    if [ -d /run/systemd/system ]; then systemctl daemon-reload && systemctl --no-block stop trunkline.service; fi
    return 0
  fi
  # udev may still be naming NICs: they are waited for, but not for ever.
  waited=0
  while read -r link mac; do
    while [ ! -e "/sys/class/net/$link" ] && [ "$waited" -lt 150 ]; do
      [ "$waited" -lt 25 ] || [ -z "$mac" ] || pin "$link" "$mac"
      sleep 0.2
      waited=$((waited + 1))
    done
  done <"$home/current/links"
  sh "$home/current/boot.sh"
}

verb=$1
shift
"$verb" "$@"
`;
