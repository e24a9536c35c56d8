import type { ShellFunction } from '../../lib/script/step';

export const RESOLV_CONF = '/etc/resolv.conf';
/** What resolv.conf said before a lease's servers came into it, where nobody keeps it. */
export const BEFORE_LEASES = '/var/lib/trunkline/dhcp/resolv.conf';

/** Who keeps resolv.conf, by what is there while it does; the first that fits. */
export const signs = {
  resolved: '/run/systemd/resolve/stub-resolv.conf',
  NetworkManager: '/run/NetworkManager/resolv.conf',
  resolvconf: '/run/resolvconf',
} as const;
export type Keeper = keyof typeof signs | 'nobody';
export const keepers = Object.keys(signs) as (keyof typeof signs)[];

/** Options and comments of resolv.conf(5) are somebody else's. */
export const ANSWERS = "'^[[:space:]]*(nameserver|search|domain)([[:space:]]|$)'";

export const setResolvConf: ShellFunction = {
  name: 'set_resolv_conf',
  text: `set_resolv_conf() { # TEXT
  # A symlink that leads nowhere while the host boots: whoever keeps it is yet to come, and knows.
  if [ -L ${RESOLV_CONF} ] && [ ! -e ${RESOLV_CONF} ]; then
    case $(systemctl is-system-running 2>/dev/null) in initializing | starting) return 0 ;; esac
  fi
  kept=$(grep -Ev ${ANSWERS} ${RESOLV_CONF} 2>/dev/null)
  { [ -z "$kept" ] || printf '%s\\n' "$kept"; printf '%s' "$1"; } | put_file ${RESOLV_CONF}
}
`,
};

/** It reads what it is told from its standard input. */
export const tellResolvconf: ShellFunction = {
  name: 'tell_resolvconf',
  text: `tell_resolvconf() { # NAME TEXT, or nothing
  if [ -n "$2" ]; then printf '%s' "$2" | resolvconf -a "$1"; else resolvconf -d "$1"; fi
}
`,
};

export const dnsKeeper: ShellFunction = {
  name: 'dns_keeper',
  text: `dns_keeper() {
  ${keepers.map(keeper => `if [ -e ${signs[keeper]} ]; then echo ${keeper}\n  el`).join('')}se echo nobody; fi
}
`,
};
