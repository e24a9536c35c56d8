import type { ShellFunction } from '../../lib/script/step';
import {
  ANSWERS,
  BEFORE_LEASES,
  dnsKeeper,
  RESOLV_CONF,
  setResolvConf,
  tellResolvconf,
} from '../dns/keepers.sh';

/** Folder of what the clients are started with; and of the leases that they hold, gone after a reboot. */
export const CLIENTS = '/var/lib/trunkline/dhcp';
export const LEASES = '/run/trunkline/dhcp';

/** NetworkManager.conf(5): read beside those of /etc, and gone after a reboot as the leases are. */
const NETWORK_MANAGER_FILE = '/run/NetworkManager/conf.d/90-trunkline-dhcp.conf';
/** What leases made of resolv.conf: anything else there is somebody else's word. */
const TOLD = `${BEFORE_LEASES}.told`;

/**
 * `lease_dns LINK FAMILY "SERVER..." "DOMAIN..."`: tells whoever keeps resolv.conf what a lease says; without servers
 * and domains, that it says nothing any more. Leases are told together: whoever has one list only gets all of them.
 *
 * systemd-resolved keeps what it is told of a link in /run/systemd/resolve/netif, so a restart of it loses nothing.
 */
export const leaseDns: ShellFunction = {
  name: 'lease_dns',
  text: String.raw`${dnsKeeper.text}${setResolvConf.text}${tellResolvconf.text}lease_dns() ( # LINK FAMILY "SERVER..." "DOMAIN..."
  set +f
  link=$1 lease=${LEASES}/$1.$2.dns said="$3$4"
  [ -n "$said" ] || [ -e "$lease" ] || [ -e ${TOLD} ] || exit 0
  mkdir -p ${LEASES} ${CLIENTS}
  exec 7<${CLIENTS}
  flock 7
  if [ -n "$said" ]; then
    { [ -z "$4" ] || echo search $4; [ -z "$3" ] || printf 'nameserver %s\n' $3; } >"$lease.new" && mv -f "$lease.new" "$lease"
  else rm -f "$lease"; fi
  own=$(lines_of ${LEASES}/"$link".[46].dns)
  all=$(lines_of ${LEASES}/*.dns)
  keeper=$(dns_keeper)
  if [ "$keeper" != nobody ] && [ -e ${TOLD} ]; then
    # It has come since. NetworkManager writes resolv.conf itself, and a symlink is its keeper's.
    if [ "$keeper" != NetworkManager ] && [ ! -L ${RESOLV_CONF} ]; then (all= && tell_nobody); fi
    rm -f ${BEFORE_LEASES} ${TOLD}
  fi
  case $keeper in
    resolved) tell_link ;;
    NetworkManager) tell_global ;;
    resolvconf) tell_resolvconf "$link.trunkline" "$own${'$'}{own:+
}" ;;
    nobody)
      tell_nobody
      # It is yet to come while the host boots, and keeps resolv.conf from its first connection on.
      if [ -e ${NETWORK_MANAGER_FILE} ] || systemctl --quiet is-enabled NetworkManager 2>/dev/null; then tell_global; fi ;;
  esac
)

# Each server and domain once, as resolv.conf(5) has them.
lines_of() { # FILE...
  cat "$@" 2>/dev/null | awk '
    $1 == "search" { for (n = 2; n <= NF; n++) if (!domain[$n]++) domains = domains " " $n }
    $1 == "nameserver" && !server[$2]++ { servers = servers "\nnameserver " $2 }
    END { if (domains) print "search" domains; if (servers) print substr(servers, 2) }'
}
words_of() { printf '%s\n' "$2" | sed -n "s/^$1 //p" | tr '\n' ' '; } # KEYWORD LINES

tell_link() {
  [ -e "/sys/class/net/$link" ] || return 0
  set -- $(words_of nameserver "$own")
  resolvectl dns "$link" "${'$'}{@:-}"
  set -- $(words_of search "$own")
  resolvectl domain "$link" "${'$'}{@:-}"
}

# What its own connections bring counts no more (global-dns), so it is asked after the leases'.
tell_global() {
  if [ -n "$all" ]; then
    theirs=$(nmcli -e no -g IP4.DNS,IP6.DNS device show 2>/dev/null | tr -s '| ' '\n\n')
    {
      printf '# Of the leases that Trunkline holds.\n[global-dns]\n'
      words_of search "$all" | sed 's/ $//; s/ /,/g; s/^./searches=&/'
      printf '\n[global-dns-domain-*]\nservers='
      { words_of nameserver "$all" | tr ' ' '\n'; printf '%s\n' "$theirs"; } | awk 'NF && !seen[$1]++ { printf "%s%s", (n++ ? "," : ""), $1 } END { print "" }'
    } >${LEASES}/global-dns
    if cmp -s ${LEASES}/global-dns ${NETWORK_MANAGER_FILE}; then return 0; fi
    put_file ${NETWORK_MANAGER_FILE} <${LEASES}/global-dns
  else
    [ -e ${NETWORK_MANAGER_FILE} ] || return 0
    drop_file ${NETWORK_MANAGER_FILE}
    rm -f ${LEASES}/global-dns
  fi
  [ ! -L /run/systemd/units/invocation:NetworkManager.service ] || nmcli general reload conf
}

# Servers of somebody else are kept for the day on which there is no lease; those that came since are theirs.
tell_nobody() {
  now=$(grep -E ${ANSWERS} ${RESOLV_CONF} 2>/dev/null)
  if [ ! -e ${TOLD} ] || [ "$now" != "$(cat ${TOLD})" ]; then
    if [ -z "$all" ]; then rm -f ${BEFORE_LEASES} ${TOLD}; return; fi
    { [ ! -e ${RESOLV_CONF} ] || printf '%s\n' "$now"; } | put_file ${BEFORE_LEASES}
  fi
  if [ -n "$all" ]; then
    if [ "$now" = "$all" ] && [ "$all" = "$(cat ${TOLD} 2>/dev/null)" ]; then return; fi
    printf '%s\n' "$all" | put_file ${TOLD}
    set_resolv_conf "$all
"
  else
    before=$(cat ${BEFORE_LEASES})
    set_resolv_conf "$before${'$'}{before:+
}"
    # There was no file at all.
    [ -s ${BEFORE_LEASES} ] || [ -s ${RESOLV_CONF} ] || rm -f ${RESOLV_CONF}
    rm -f ${BEFORE_LEASES} ${TOLD}
  fi
}
`,
};
