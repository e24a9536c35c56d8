import type { ShellFunction } from '../../lib/script/step';
import { IFUPDOWN_MARK, NETWORK_MANAGER_FILE, NETWORKD_FILE } from '../../lib/state/managers.probe';

/**
 * `hand_over MANAGER away|back LINK...`: tells a network manager to leave links alone, or to have them back.
 *
 * A manager that lets go clears what it had set: systemd-networkd drops addresses and routes
 * (link_reconfigure_impl). So what the links and those on them carry is kept and put back, addresses for good: nobody
 * renews their leases any more.
 *
 * NetworkManager takes a link down as well, and deletes a bond, bridge or VLAN that it made (nm_device_cleanup). When
 * it ends it leaves all as it is, and when it starts it leaves alone what it is told to: so it is started anew.
 *
 * One that gets its links back is waited for, but not for ever: a DHCP server may be gone.
 */
export const handOver: ShellFunction = {
  name: 'hand_over',
  text: String.raw`hand_over() { # MANAGER away|back LINK...
  manager=$1 way=$2
  shift 2
  kept=$(mktemp -d) || return 1
  keep_carried "$kept" "$@"
  told=0
  case $manager in
    systemd-networkd) tell_networkd "$way" "$@" || told=1 ;;
    NetworkManager) tell_network_manager "$way" "$@" || told=1 ;;
    ifupdown) tell_ifupdown "$way" "$kept" "$@" || told=1 ;;
  esac
  [ "$way" = back ] || put_carried "$kept"
  rm -rf "$kept"
  return "$told"
}

# Addresses, routes and flags of links, and of what stands on them, as ip takes them again.
keep_carried() { # FOLDER LINK...
  folder=$1 all=' '
  shift
  for link in "$@"; do
    for path in "/sys/class/net/$link" "/sys/class/net/$link"/upper_*; do
      on=${'$'}{path##*/}
      on=${'$'}{on#upper_}
      [ ! -e "/sys/class/net/$on" ] || all="$all$on "
    done
  done
  ip -o link show up | awk -v all="$all" '{ sub(/[:@].*/, "", $2) } index(all, " " $2 " ") { print "link set dev", $2, "up" }' >"$folder/batch"
  ip -o address show scope global | awk -v all="$all" 'index(all, " " $2 " ") && !/ (temporary|tentative|dadfailed)/ {
    print "address replace", $4, ($5 == "peer" ? "peer " $6 : ""), "dev", $2, ($3 == "inet6" ? "nodad" : "") }' >>"$folder/batch"
  for family in 4 6; do
    for protocol in boot static dhcp ra; do
      ip -$family route save table all proto $protocol >"$folder/$family.$protocol" 2>/dev/null
    done
  done
}

# What is there already, or cannot come back by itself, is no failure: whoever asked for it finds out.
put_carried() { # FOLDER
  ip -force -batch "$1/batch" 2>/dev/null
  for saved in "$1"/4.* "$1"/6.*; do
    [ ! -s "$saved" ] || ip -"$(basename "$saved" | cut -c 1)" route restore <"$saved" 2>/dev/null
  done
  :
}

# The links that a file names, with more of them or without.
told_links() { # away|back "KNOWN..." LINK...
  way=$1 known=$2
  shift 2
  {
    printf '%s\n' $known
    [ "$way" = back ] || printf '%s\n' "$@"
  } | sort -u | while read -r one; do
    case "$way $* " in back*" $one "*) ;; *) [ -z "$one" ] || echo "$one" ;; esac
  done
}

# Ten seconds for all links together, by a clock that nobody sets.
wait_until() { # CHECK away|back LINK...
  check=$1 way=$2
  shift 2
  begun=$(cut -d. -f1 /proc/uptime) waited=0
  for link in "$@"; do
    until "$check" "$way" "$link" || [ "$waited" -ge 10 ]; do
      sleep 0.2
      waited=$(($(cut -d. -f1 /proc/uptime) - begun))
    done
  done
}

is_running() { [ -L "/run/systemd/units/invocation:$1.service" ]; }

tell_networkd() { # away|back LINK...
  way=$1
  shift
  names=$(told_links "$way" "$(sed -n 's/^Name=//p' ${NETWORKD_FILE} 2>/dev/null)" "$@" | tr '\n' ' ')
  if [ -z "$names" ]; then drop_file ${NETWORKD_FILE}
  else printf '# Links that Trunkline configures.\n[Match]\nName=%s\n\n[Link]\nUnmanaged=yes\n' "$names" | put_file ${NETWORKD_FILE}; fi || return
  is_running systemd-networkd || return 0
  networkctl reload || systemctl restart systemd-networkd || return
  wait_until networkd_is "$way" "$@"
}

networkd_is() { # away|back LINK
  [ -e "/sys/class/net/$2" ] || return 0
  state=$(sed -n 's/^ADMIN_STATE=//p' "/run/systemd/netif/links/$(cat "/sys/class/net/$2/ifindex")" 2>/dev/null)
  case $1-$state in
    away-unmanaged | away- | back-configured | back-unmanaged) return 0 ;;
    away-*) return 1 ;;
    # It may wait long for a router although it has set the addresses that it was told.
    *) ip -o address show dev "$2" scope global | grep -q . ;;
  esac
}

tell_network_manager() { # away|back LINK...
  way=$1
  shift
  known=$(sed -n 's/^unmanaged-devices+=//p' ${NETWORK_MANAGER_FILE} 2>/dev/null | sed 's/interface-name:=//g; s/;/ /g')
  names=$(told_links "$way" "$known" "$@" | sed 's/^/interface-name:=/' | tr '\n' ';')
  if [ -z "$names" ]; then drop_file ${NETWORK_MANAGER_FILE}
  else printf '# Links that Trunkline configures.\n[keyfile]\nunmanaged-devices+=%s\n' "$names" | put_file ${NETWORK_MANAGER_FILE}; fi || return
  is_running NetworkManager || return 0
  network_manager_answers || return
  if [ "$way" = away ] && network_manager_works_on "$@"; then
    systemctl restart NetworkManager && network_manager_answers || return
  else
    nmcli general reload conf || return
  fi
  wait_until network_manager_is "$way" "$@"
  [ "$way" = away ] || network_manager_sets_up "$@"
}

# systemd calls it started before it answers.
network_manager_answers() {
  begun=$(cut -d. -f1 /proc/uptime)
  until nmcli general status >/dev/null 2>&1; do
    [ $(($(cut -d. -f1 /proc/uptime) - begun)) -lt 30 ] || return
    sleep 0.2
  done
}

# NMDeviceState: 40 to 110 is under way, up, or on the way down.
network_manager_works_on() { # LINK...
  for link in "$@"; do
    case $(nmcli -g GENERAL.STATE device show "$link" 2>/dev/null) in [4-9]0* | 1[01]0*) return 0 ;; esac
  done
  return 1
}

# NMDeviceState: 10 is unmanaged, 20 has no carrier, 30 has nothing to do, 100 is up.
network_manager_is() { # away|back LINK
  [ -e "/sys/class/net/$2" ] || return 0
  state=$(nmcli -g GENERAL.STATE device show "$2" 2>/dev/null)
  case $1-$state in
    away-10* | away- | back-100* | back-) return 0 ;;
    back-20* | back-30*) [ "$waited" -ge 2 ] ;;
    *) return 1 ;;
  esac
}

# A bond, bridge or VLAN that is there when it starts it takes for somebody else's, and sets it up when asked to only.
# A bond may be refused until it has been seen without ports, so that it is asked again: as long as there is time left
# to confirm, by the clock of the host.
network_manager_sets_up() { # LINK...
  made=
  for link in "$@"; do [ ! -e "/sys/class/net/$link" ] || [ -e "/sys/class/net/$link/device" ] || made="$made $link"; done
  [ -n "$made" ] || return 0
  # Not what it made up for what it only looks on.
  profiles=$(nmcli -t -e no -f UUID,AUTOCONNECT,FILENAME connection | awk -F: '$2 == "yes" && ($3 !~ "^/run/" || $3 ~ /netplan/) { print $1 }' |
    while read -r uuid; do echo "$(nmcli -g connection.interface-name connection show uuid "$uuid") $uuid"; done)
  end=${'$'}{TRUNKLINE_END:-$(($(cut -d. -f1 /proc/uptime) + 60))}
  while [ -n "$made" ] && [ "$(cut -d. -f1 /proc/uptime)" -lt $((end - 15)) ]; do
    left=
    for link in $made; do
      uuid=$(echo "$profiles" | awk -v link="$link" '$1 == link { print $2; exit }')
      state=$(nmcli -g GENERAL.STATE device show "$link" 2>/dev/null)
      case $uuid/$state in
        /* | *'/100 (connected)') ;;
        */[4-9]0*) left="$left $link" ;;
        *)
          nmcli -w 0 connection up uuid "$uuid" >/dev/null 2>&1
          left="$left $link"
          ;;
      esac
    done
    made=$left
    [ -z "$made" ] || sleep 1
  done
  :
}

tell_ifupdown() { # away|back FOLDER LINK...
  way=$1 folder=$2
  shift 2
  for file in /etc/network/interfaces /etc/network/interfaces.d/*; do
    [ -f "$file" ] || continue
    ifupdown_lines "$way" "$*" "$file" >"$folder/interfaces" || return
    cmp -s "$folder/interfaces" "$file" || rewrite "$(readlink -f "$file")" <"$folder/interfaces" || return
  done
  disable_cloud_init || return
  case $(systemctl is-system-running 2>/dev/null) in initializing | starting) booting=yes ;; *) booting= ;; esac
  for link in "$@"; do
    # It would count as up, or be taken down at a shutdown.
    [ ! -e /run/network/ifstate ] || sed -i "/^$link=/d" /run/network/ifstate
    rm -f "/run/network/ifstate.$link"
    if [ "$way" = away ]; then
      stop_dhcp_clients "$link"
    elif [ "$booting" = yes ]; then
      # networking.service is yet to come, but udev has been told of the link before.
      ! ifquery --list --allow=hotplug 2>/dev/null | grep -qx "$link" || systemctl --no-block start "ifup@$link.service"
    elif ifquery "$link" >/dev/null 2>&1; then
      ip address flush dev "$link" scope global
      # The client that it leaves behind must not hold the agent's locks.
      timeout 30 ifup "$link" 8>&- 9>&- || put_carried "$folder"
    fi
  done
}

# Keeps owner and mode: it may hold a password.
rewrite() { # FILE
  cp -p "$1" "$1.trunkline" && cat >"$1.trunkline" && sync "$1.trunkline" && mv -f "$1.trunkline" "$1" && sync "${'$'}{1%/*}"
}

# interfaces(5): a line of auto or allow-* may name several links, a stanza goes as far as the next keyword.
ifupdown_lines() { # away|back "LINK..." FILE
  awk -v way="$1" -v links=" $2 " -v mark='${IFUPDOWN_MARK}' '
    function ours(name) { sub(/:.*/, "", name); return index(links, " " name " ") }
    way == "back" {
      if (index($0, mark) == 1) {
        link = substr($0, length(mark) + 1)
        sub(/#.*/, "", link)
        if (ours(link)) $0 = substr($0, length(mark) + length(link) + 3)
      }
      print
      next
    }
    $1 == "auto" || $1 ~ /^allow-/ {
      stanza = ""
      kept = $1
      away = ""
      for (i = 2; i <= NF; i++) if (ours($i)) away = away mark $i "# " $1 " " $i "\n"; else kept = kept " " $i
      if (away == "") print
      else if (NF == 2) print mark $2 "# " $0
      else { if (kept != $1) print kept; printf "%s", away }
      next
    }
    $1 ~ /^(iface|mapping|source|source-directory|rename|no-auto-down|no-scripts|template)$/ {
      stanza = $1 == "iface" && ours($2) ? $2 : ""
    }
    stanza != "" && NF > 0 && $1 !~ /^#/ { print mark stanza "# " $0; next }
    { print }
  ' "$3"
}

# SIGKILL: any other end of a client takes the address with it.
stop_dhcp_clients() { # LINK
  for pid in $(pidof dhclient udhcpc dhcpcd 2>/dev/null); do
    ! tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | grep -qx "$1" || kill -KILL "$pid"
  done
  :
}

# It writes interfaces.d anew at boots; told so, it does not.
disable_cloud_init() {
  [ -d /etc/cloud/cloud.cfg.d ] || return 0
  if grep -qs '^${IFUPDOWN_MARK}' /etc/network/interfaces /etc/network/interfaces.d/*; then
    echo 'network: {config: disabled}' | put_file /etc/cloud/cloud.cfg.d/99-trunkline.cfg
  else
    drop_file /etc/cloud/cloud.cfg.d/99-trunkline.cfg
  fi
}
`,
};
