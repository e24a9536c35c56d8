at 0
# ~ update dhcp-client DHCPv4 on br-lan: running false -> true (drift)
put_file /var/lib/trunkline/dhcp/br-lan.4 <<'TRUNKLINE_END' || exit 1
#!/bin/sh
# Written by Trunkline: the DHCP client of one link, and the script that the client calls.
link=br-lan family=4 metric=50 routes=yes dns=yes hostname=
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
own=/var/lib/trunkline/dhcp/$link.$family
lease=/run/trunkline/dhcp/$link.$family
has() { command -v "$1" >/dev/null 2>&1; }
put_file() {
  (umask 022 && mkdir -p "${1%/*}") && cat >"$1.trunkline" && chmod 0644 "$1.trunkline" && sync "$1.trunkline" && mv -f "$1.trunkline" "$1" && sync "${1%/*}"
}
drop_file() { rm -f "$1" "$1.trunkline"; }
dns_keeper() {
  if [ -e /run/systemd/resolve/stub-resolv.conf ]; then echo resolved
  elif [ -e /run/NetworkManager/resolv.conf ]; then echo NetworkManager
  elif [ -e /run/resolvconf ]; then echo resolvconf
  else echo nobody; fi
}
set_resolv_conf() { # TEXT
  # A symlink that leads nowhere while the host boots: whoever keeps it is yet to come, and knows.
  if [ -L /etc/resolv.conf ] && [ ! -e /etc/resolv.conf ]; then
    case $(systemctl is-system-running 2>/dev/null) in initializing | starting) return 0 ;; esac
  fi
  kept=$(grep -Ev '^[[:space:]]*(nameserver|search|domain)([[:space:]]|$)' /etc/resolv.conf 2>/dev/null)
  { [ -z "$kept" ] || printf '%s\n' "$kept"; printf '%s' "$1"; } | put_file /etc/resolv.conf
}
tell_resolvconf() { # NAME TEXT, or nothing
  if [ -n "$2" ]; then printf '%s' "$2" | resolvconf -a "$1"; else resolvconf -d "$1"; fi
}
lease_dns() ( # LINK FAMILY "SERVER..." "DOMAIN..."
  set +f
  link=$1 lease=/run/trunkline/dhcp/$1.$2.dns said="$3$4"
  [ -n "$said" ] || [ -e "$lease" ] || [ -e /var/lib/trunkline/dhcp/resolv.conf.told ] || exit 0
  mkdir -p /run/trunkline/dhcp /var/lib/trunkline/dhcp
  exec 7</var/lib/trunkline/dhcp
  flock 7
  if [ -n "$said" ]; then
    { [ -z "$4" ] || echo search $4; [ -z "$3" ] || printf 'nameserver %s\n' $3; } >"$lease.new" && mv -f "$lease.new" "$lease"
  else rm -f "$lease"; fi
  own=$(lines_of /run/trunkline/dhcp/"$link".[46].dns)
  all=$(lines_of /run/trunkline/dhcp/*.dns)
  keeper=$(dns_keeper)
  if [ "$keeper" != nobody ] && [ -e /var/lib/trunkline/dhcp/resolv.conf.told ]; then
    # It has come since. NetworkManager writes resolv.conf itself, and a symlink is its keeper's.
    if [ "$keeper" != NetworkManager ] && [ ! -L /etc/resolv.conf ]; then (all= && tell_nobody); fi
    rm -f /var/lib/trunkline/dhcp/resolv.conf /var/lib/trunkline/dhcp/resolv.conf.told
  fi
  case $keeper in
    resolved) tell_link ;;
    NetworkManager) tell_global ;;
    resolvconf) tell_resolvconf "$link.trunkline" "$own${own:+
}" ;;
    nobody)
      tell_nobody
      # It is yet to come while the host boots, and keeps resolv.conf from its first connection on.
      if [ -e /run/NetworkManager/conf.d/90-trunkline-dhcp.conf ] || systemctl --quiet is-enabled NetworkManager 2>/dev/null; then tell_global; fi ;;
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
  resolvectl dns "$link" "${@:-}"
  set -- $(words_of search "$own")
  resolvectl domain "$link" "${@:-}"
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
    } >/run/trunkline/dhcp/global-dns
    if cmp -s /run/trunkline/dhcp/global-dns /run/NetworkManager/conf.d/90-trunkline-dhcp.conf; then return 0; fi
    put_file /run/NetworkManager/conf.d/90-trunkline-dhcp.conf </run/trunkline/dhcp/global-dns
  else
    [ -e /run/NetworkManager/conf.d/90-trunkline-dhcp.conf ] || return 0
    drop_file /run/NetworkManager/conf.d/90-trunkline-dhcp.conf
    rm -f /run/trunkline/dhcp/global-dns
  fi
  [ ! -L /run/systemd/units/invocation:NetworkManager.service ] || nmcli general reload conf
}

# Servers of somebody else are kept for the day on which there is no lease; those that came since are theirs.
tell_nobody() {
  now=$(grep -E '^[[:space:]]*(nameserver|search|domain)([[:space:]]|$)' /etc/resolv.conf 2>/dev/null)
  if [ ! -e /var/lib/trunkline/dhcp/resolv.conf.told ] || [ "$now" != "$(cat /var/lib/trunkline/dhcp/resolv.conf.told)" ]; then
    if [ -z "$all" ]; then rm -f /var/lib/trunkline/dhcp/resolv.conf /var/lib/trunkline/dhcp/resolv.conf.told; return; fi
    { [ ! -e /etc/resolv.conf ] || printf '%s\n' "$now"; } | put_file /var/lib/trunkline/dhcp/resolv.conf
  fi
  if [ -n "$all" ]; then
    if [ "$now" = "$all" ] && [ "$all" = "$(cat /var/lib/trunkline/dhcp/resolv.conf.told 2>/dev/null)" ]; then return; fi
    printf '%s\n' "$all" | put_file /var/lib/trunkline/dhcp/resolv.conf.told
    set_resolv_conf "$all
"
  else
    before=$(cat /var/lib/trunkline/dhcp/resolv.conf)
    set_resolv_conf "$before${before:+
}"
    # There was no file at all.
    [ -s /var/lib/trunkline/dhcp/resolv.conf ] || [ -s /etc/resolv.conf ] || rm -f /etc/resolv.conf
    rm -f /var/lib/trunkline/dhcp/resolv.conf /var/lib/trunkline/dhcp/resolv.conf.told
  fi
}

start_dhcpcd() {
  {
    printf 'script %s\npersistent\nnoipv6rs\nnohook resolv.conf\n' "$own"
    if [ "$family" = 6 ]; then
      printf 'ipv6only\nia_na\n'
      [ "$dns" = no ] || echo 'option dhcp6_name_servers, dhcp6_domain_search'
    else
      printf 'ipv4only\nnoipv4ll\nclientid\nmetric %s\n' "$metric"
      [ "$dns" = no ] || echo 'option domain_name_servers, domain_name, domain_search'
      if [ "$routes" = yes ]; then echo 'option classless_static_routes'; else printf 'nogateway\nnooption routers,static_routes,classless_static_routes\n'; fi
    fi
    [ -z "$hostname" ] || printf 'hostname %s\n' "$hostname"
  } >"$lease.conf"
  exec dhcpcd --nobackground -"$family" --config "$lease.conf" "$link"
}

start_dhclient() {
  {
    echo 'option rfc3442-classless-static-routes code 121 = array of unsigned integer 8;'
    if [ "$routes" = yes ]; then more=', routers, rfc3442-classless-static-routes'; else more=; fi
    [ "$dns" = no ] || more="$more, domain-name-servers, domain-name, domain-search"
    [ "$family" = 6 ] || echo "request subnet-mask, broadcast-address$more;"
    [ "$family" = 6 ] || echo 'send dhcp-client-identifier = hardware;'
    [ -z "$hostname" ] || echo "send host-name \"$hostname\";"
  } >"$lease.conf"
  [ -e "$own.leases" ] || : >"$own.leases"
  set -- dhclient -d "-$family" -sf "$own" -cf "$lease.conf" -lf "$own.leases" -pf "$lease.pid" "$link"
  # Where it is confined to the folders and scripts of its package, it is let out.
  ! { has aa-exec && has aa-enabled && aa-enabled -q; } || set -- aa-exec -p unconfined -- "$@"
  exec "$@"
}

if [ -z "$reason" ]; then
  mkdir -p /run/trunkline/dhcp
  # Nothing is held: not used any more, or the host has been rebooted.
  if [ "$dns" = no ] || [ ! -e "$lease.dns" ]; then lease_dns "$link" "$family" '' ''; fi
  if has dhcpcd; then start_dhcpcd; fi
  if has dhclient; then start_dhclient; fi
  echo "this host has no DHCP client: install dhcpcd or dhclient" >&2
  exit 1
fi

# What is there from before, of another metric or by gateways that are not to be used. A restart cuts nothing off.
tidy() {
  ip -4 route show dev "$link" proto dhcp | while read -r route; do
    case "$routes $route " in
      no*" via "*) ;;
      *" metric $metric "*) continue ;;
      *" metric "*) ;;
      *) [ "$metric" != 0 ] || continue ;;
    esac
    ip -4 route delete $route dev "$link"
  done
}
# A server may say anything. RFC 3397: the search list comes before the domain.
use_dns() ( # "SERVER..." "DOMAIN..."
  set -f
  servers= domains=
  [ "$dns" = yes ] || exit 0
  for word in $1; do
    case $word in
      *[!0-9A-Fa-f:.]*) continue ;;
      [Ff][Ee][89ABab]?:*) word="$word%$link" ;;
    esac
    servers="$servers $word"
  done
  for word in $2; do
    case $word in -* | *[!A-Za-z0-9._-]*) ;; *) domains="$domains ${word%.}" ;; esac
  done
  lease_dns "$link" "$family" "$servers" "$domains"
)
hold() { printf '%s\n' "$1" >"$lease.new" && mv -f "$lease.new" "$lease"; }
lose() {
  rm -f "$lease"
  lease_dns "$link" "$family" '' ''
}

# dhcpcd tells its protocol; it has done the work already.
case $protocol-$reason in
  dhcp-BOUND | dhcp-RENEW | dhcp-REBIND | dhcp-REBOOT)
    tidy
    use_dns "$new_domain_name_servers" "${new_domain_search:-$new_domain_name}"
    hold "$new_ip_address/$new_subnet_cidr"
    ;;
  dhcp6-BOUND6 | dhcp6-RENEW6 | dhcp6-REBIND6 | dhcp6-REBOOT6)
    use_dns "$new_dhcp6_name_servers" "$new_dhcp6_domain_search"
    hold "$new_dhcp6_ia_na1_ia_addr1/128"
    ;;
  *-EXPIRE | *-EXPIRE6 | *-RELEASE | *-RELEASE6 | *-NAK | *-FAIL) [ -z "$protocol" ] || lose ;;
esac
[ -z "$protocol" ] || exit 0

add_route() { # DESTINATION GATEWAY
  if [ "$2" = 0.0.0.0 ]; then ip route replace "$1" dev "$link" proto dhcp scope link src "$new_ip_address" metric "$metric"
  else ip route replace "$1" via "$2" dev "$link" proto dhcp src "$new_ip_address" metric "$metric" onlink; fi
}

# RFC 3442: width, as many octets of the prefix as it needs, and the router.
add_classless() {
  while [ $# -ge 5 ]; do
    width=$1 octets=$((($1 + 7) / 8)) prefix=
    shift
    for at in 1 2 3 4; do
      if [ "$at" -le "$octets" ]; then prefix="$prefix.$1"; shift; else prefix="$prefix.0"; fi
    done
    add_route "${prefix#.}/$width" "$1.$2.$3.$4"
    shift 4
  done
}

case $reason in
  BOUND | RENEW | REBIND | REBOOT)
    [ -z "$old_ip_address" ] || [ "$old_ip_address" = "$new_ip_address" ] || ip address delete "$old_ip_address/${old_subnet_mask:-32}" dev "$link"
    ip address replace "$new_ip_address/${new_subnet_mask:-32}" broadcast + dev "$link" valid_lft "$new_dhcp_lease_time" preferred_lft "$new_dhcp_lease_time" noprefixroute
    [ -z "$new_network_number" ] || ip route replace "$new_network_number/${new_subnet_mask:-32}" dev "$link" proto dhcp scope link src "$new_ip_address" metric "$metric"
    # RFC 3442: whoever knows classless routes must not look at the router option.
    if [ -n "$new_rfc3442_classless_static_routes" ]; then add_classless $new_rfc3442_classless_static_routes
    elif [ -n "$new_routers" ]; then add_route default "${new_routers%% *}"; fi
    tidy
    use_dns "$new_domain_name_servers" "${new_domain_search:-$new_domain_name}"
    hold "$(ip -4 -o address show dev "$link" | awk -v wanted="$new_ip_address" 'index($4, wanted "/") == 1 { print $4; exit }')"
    ;;
  BOUND6 | RENEW6 | REBIND6)
    # RFC 8415, 21.6: it says nothing of a prefix.
    [ -z "$old_ip6_address" ] || [ "$old_ip6_address" = "$new_ip6_address" ] || ip -6 address delete "$old_ip6_address/128" dev "$link"
    ip -6 address replace "$new_ip6_address/128" dev "$link" valid_lft "$new_max_life" preferred_lft "$new_preferred_life"
    use_dns "$new_dhcp6_name_servers" "$new_dhcp6_domain_search"
    hold "$new_ip6_address/128"
    ;;
  DEPREF6) ip -6 address change "$cur_ip6_address/128" dev "$link" preferred_lft 0 ;;
  EXPIRE | FAIL | RELEASE)
    [ -z "$old_ip_address" ] || ip address delete "$old_ip_address/${old_subnet_mask:-32}" dev "$link"
    lose
    ;;
  EXPIRE6 | RELEASE6)
    [ -z "$old_ip6_address" ] || ip -6 address delete "$old_ip6_address/128" dev "$link"
    lose
    ;;
  # A lease of before, and nobody to ask: not taken.
  TIMEOUT) exit 1 ;;
esac
exit 0
TRUNKLINE_END

at 1
# ~ update dhcp-client DHCPv4 on br-lan: running false -> true (drift)
put_file '/etc/systemd/system/trunkline-dhcp4@br\x2dlan.service' <<'TRUNKLINE_END' || exit 1
# Written by Trunkline.
[Unit]
Description=DHCPv4 client of br-lan
Documentation=file:/var/lib/trunkline/dhcp/br-lan.4
DefaultDependencies=no
After=trunkline.service sys-subsystem-net-devices-br\x2dlan.device dbus.service systemd-resolved.service
BindsTo=sys-subsystem-net-devices-br\x2dlan.device
Conflicts=shutdown.target
Before=shutdown.target
StartLimitIntervalSec=0

[Service]
ExecStart=/bin/sh /var/lib/trunkline/dhcp/br-lan.4
Restart=always
RestartSec=2
TimeoutStopSec=5

[Install]
WantedBy=sys-subsystem-net-devices-br\x2dlan.device
TRUNKLINE_END

at 2
# ~ update dhcp-client DHCPv4 on br-lan: running false -> true (drift)
dhcp_client start br-lan 4 'trunkline-dhcp4@br\x2dlan.service' || exit 1

at 3
