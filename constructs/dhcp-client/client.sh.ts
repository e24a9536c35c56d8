import { PUT_FILE } from '../../lib/script/render';
import type { DhcpClientProps } from './dhcp-client.schema';
import { CLIENTS, LEASES, leaseDns } from './lease-dns.sh';

/** systemd.unit(5), string escaping for names of units. */
const escaped = (link: string): string =>
  [...link]
    .map((mark, at) => (/[A-Za-z0-9_:]/.test(mark) || (mark === '.' && at > 0) ? mark : `\\x${hex(mark)}`))
    .join('');
const hex = (mark: string): string => mark.charCodeAt(0).toString(16).padStart(2, '0');

export type Which = Pick<DhcpClientProps, 'link' | 'family'>;

export const nameOf = ({ link, family }: Which): string => `${link}.${family}`;
export const clientFile = (which: Which): string => `${CLIENTS}/${nameOf(which)}`;
export const leaseFile = (which: Which): string => `${LEASES}/${nameOf(which)}`;
export const unitOf = ({ link, family }: Which): string => `trunkline-dhcp${family}@${escaped(link)}.service`;
/** The unit by which systemd knows the link. */
export const deviceOf = ({ link }: Pick<Which, 'link'>): string =>
  `sys-subsystem-net-devices-${escaped(link)}.device`;
export const unitFile = (which: Which): string => `/etc/systemd/system/${unitOf(which)}`;

/**
 * It is started and stopped with the device, so that a link which is made anew has a client again. At boot it waits for
 * systemd-resolved, which it could not tell anything otherwise.
 */
export function unitText(which: Which): string {
  const device = deviceOf(which);
  return `# Written by Trunkline.
[Unit]
Description=DHCPv${which.family} client of ${which.link}
Documentation=file:${clientFile(which)}
DefaultDependencies=no
After=trunkline.service ${device} dbus.service systemd-resolved.service
BindsTo=${device}
Conflicts=shutdown.target
Before=shutdown.target
StartLimitIntervalSec=0

[Service]
ExecStart=/bin/sh ${clientFile(which)}
Restart=always
RestartSec=2
TimeoutStopSec=5

[Install]
WantedBy=${device}
`;
}

/**
 * Starts whichever client the host has, and is the script of both: dhcpcd sets addresses and routes itself, dhclient
 * has its script do so. A lease stays when the client ends, so that one that is restarted or updated cuts nothing off.
 */
export function clientText({
  link,
  family,
  metric,
  routes,
  dns,
  hostname,
}: Omit<DhcpClientProps, 'running'>): string {
  const word = (value: boolean | undefined) => (value === undefined ? '' : value ? 'yes' : 'no');
  return String.raw`#!/bin/sh
# Written by Trunkline: the DHCP client of one link, and the script that the client calls.
link=${link} family=${family} metric=${metric ?? ''} routes=${word(routes)} dns=${word(dns)} hostname=${hostname ?? ''}
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
own=${CLIENTS}/$link.$family
lease=${LEASES}/$link.$family
has() { command -v "$1" >/dev/null 2>&1; }
${PUT_FILE}${leaseDns.text}
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
  mkdir -p ${LEASES}
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
    case $word in -* | *[!A-Za-z0-9._-]*) ;; *) domains="$domains ${'$'}{word%.}" ;; esac
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
    use_dns "$new_domain_name_servers" "${'$'}{new_domain_search:-$new_domain_name}"
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
    add_route "${'$'}{prefix#.}/$width" "$1.$2.$3.$4"
    shift 4
  done
}

case $reason in
  BOUND | RENEW | REBIND | REBOOT)
    [ -z "$old_ip_address" ] || [ "$old_ip_address" = "$new_ip_address" ] || ip address delete "$old_ip_address/${'$'}{old_subnet_mask:-32}" dev "$link"
    ip address replace "$new_ip_address/${'$'}{new_subnet_mask:-32}" broadcast + dev "$link" valid_lft "$new_dhcp_lease_time" preferred_lft "$new_dhcp_lease_time" noprefixroute
    [ -z "$new_network_number" ] || ip route replace "$new_network_number/${'$'}{new_subnet_mask:-32}" dev "$link" proto dhcp scope link src "$new_ip_address" metric "$metric"
    # RFC 3442: whoever knows classless routes must not look at the router option.
    if [ -n "$new_rfc3442_classless_static_routes" ]; then add_classless $new_rfc3442_classless_static_routes
    elif [ -n "$new_routers" ]; then add_route default "${'$'}{new_routers%% *}"; fi
    tidy
    use_dns "$new_domain_name_servers" "${'$'}{new_domain_search:-$new_domain_name}"
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
    [ -z "$old_ip_address" ] || ip address delete "$old_ip_address/${'$'}{old_subnet_mask:-32}" dev "$link"
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
`;
}
