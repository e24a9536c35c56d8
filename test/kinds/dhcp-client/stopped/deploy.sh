at 0
# ~ update dhcp-client DHCPv4 on br-lan: running false -> true (drift)
put_file /var/lib/trunkline/dhcp/br-lan.4 <<'TRUNKLINE_END' || exit 1
#!/bin/sh
# Written by Trunkline: the DHCP client of one link, and the script that the client calls.
link=br-lan family=4 metric=50 routes=yes hostname=
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
own=/var/lib/trunkline/dhcp/$link.$family
lease=/run/trunkline/dhcp/$link.$family
has() { command -v "$1" >/dev/null 2>&1; }

start_dhcpcd() {
  {
    printf 'script %s\npersistent\nnoipv6rs\nnohook resolv.conf\n' "$own"
    if [ "$family" = 6 ]; then
      printf 'ipv6only\nia_na\n'
    else
      printf 'ipv4only\nnoipv4ll\nclientid\nmetric %s\n' "$metric"
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
hold() { printf '%s\n' "$1" >"$lease.new" && mv -f "$lease.new" "$lease"; }
lose() { rm -f "$lease"; }

# dhcpcd tells its protocol; it has done the work already.
case $protocol-$reason in
  dhcp-BOUND | dhcp-RENEW | dhcp-REBIND | dhcp-REBOOT)
    tidy
    hold "$new_ip_address/$new_subnet_cidr"
    ;;
  dhcp6-BOUND6 | dhcp6-RENEW6 | dhcp6-REBIND6 | dhcp6-REBOOT6) hold "$new_dhcp6_ia_na1_ia_addr1/128" ;;
  *-EXPIRE | *-EXPIRE6 | *-NAK | *-FAIL) [ -z "$protocol" ] || lose ;;
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
    hold "$(ip -4 -o address show dev "$link" | awk -v wanted="$new_ip_address" 'index($4, wanted "/") == 1 { print $4; exit }')"
    ;;
  BOUND6 | RENEW6 | REBIND6)
    # RFC 8415, 21.6: it says nothing of a prefix.
    [ -z "$old_ip6_address" ] || [ "$old_ip6_address" = "$new_ip6_address" ] || ip -6 address delete "$old_ip6_address/128" dev "$link"
    ip -6 address replace "$new_ip6_address/128" dev "$link" valid_lft "$new_max_life" preferred_lft "$new_preferred_life"
    hold "$new_ip6_address/128"
    ;;
  DEPREF6) ip -6 address change "$cur_ip6_address/128" dev "$link" preferred_lft 0 ;;
  EXPIRE | FAIL)
    [ -z "$old_ip_address" ] || ip address delete "$old_ip_address/${old_subnet_mask:-32}" dev "$link"
    lose
    ;;
  EXPIRE6)
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
After=trunkline.service sys-subsystem-net-devices-br\x2dlan.device
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
