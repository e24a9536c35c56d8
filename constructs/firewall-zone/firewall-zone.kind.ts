import { z } from 'zod';
import type { Kind } from '../../lib/kind';
import { linkRef } from '../../lib/net';
import type { ShellFunction, Step } from '../../lib/script/step';
import { ZONE_FOLDERS, zonesProbe } from './zones.probe';

const schema = z.strictObject({
  link: linkRef,
  /** At most 17 letters: firewalld makes the names of chains of it (max_zone_name_len). */
  zone: z
    .string()
    .regex(
      /^[A-Za-z0-9_][A-Za-z0-9_-]{0,16}$/,
      'must be a zone of firewalld: letters, digits, _ and -, 17 at most, no - first',
    ),
});

export type FirewallZoneProps = z.infer<typeof schema>;

/**
 * By D-Bus while firewalld runs (firewalld.dbus(5)), at once and for good; else by its files. firewall-cmd would ask
 * NetworkManager first, which is told to leave our links alone. At a boot its files have put all in place, and a
 * revert finds what it must undo: what is so already is left.
 */
const putInZone: ShellFunction = {
  name: 'put_in_zone',
  text: String.raw`firewalld() { # PATH INTERFACE METHOD [SIGNATURE ARGUMENT...]
  path=$1 interface=$2
  shift 2
  busctl --timeout=20 call org.fedoraproject.FirewallD1 "$path" "org.fedoraproject.FirewallD1.$interface" "$@"
}
# s "public"
zone_said() { read -r type said && said=${'$'}{said#?} && printf '%s' "${'$'}{said%?}"; }
put_in_zone() { # LINK [ZONE]
  home=/org/fedoraproject/FirewallD1
  if [ ! -L /run/systemd/units/invocation:firewalld.service ]; then
    was=
    for file in ${ZONE_FOLDERS[0]}/*.xml; do
      [ -e "$file" ] || continue
      ! grep -o '<interface[^>]*>' "$file" | grep -qF -e " name=\"$1\"" -e " name='$1'" || was=${'$'}{file##*/}
    done
    was=${'$'}{was%.xml}
    [ "$was" != "${'$'}{2:-}" ] || return 0
    if [ -n "${'$'}{2:-}" ]; then firewall-offline-cmd -q --zone="$2" --change-interface="$1"
    else firewall-offline-cmd -q --zone="$was" --remove-interface="$1"; fi
    return
  fi
  was=$(firewalld $home/config config getZoneOfInterface s "$1" | zone_said)
  if [ "$was" != "${'$'}{2:-}" ]; then
    if [ -n "$was" ]; then
      at=$(firewalld $home/config config getZoneByName s "$was" | zone_said)
      firewalld "$at" config.zone removeInterface s "$1" >/dev/null || return
    fi
    if [ -n "${'$'}{2:-}" ]; then
      at=$(firewalld $home/config config getZoneByName s "$2" | zone_said)
      [ -n "$at" ] && firewalld "$at" config.zone addInterface s "$1" >/dev/null || return
    fi
  fi
  was=$(firewalld $home zone getZoneOfInterface s "$1" | zone_said)
  if [ "$was" = "${'$'}{2:-}" ]; then return 0
  elif [ -n "${'$'}{2:-}" ]; then firewalld $home zone changeZoneOfInterface ss "$2" "$1" >/dev/null
  else firewalld $home zone removeInterface ss "$was" "$1" >/dev/null; fi
}
`,
};

const put = (...args: readonly string[]): Step => ({ tool: 'call', function: putInZone, args });

/** The zone of firewalld that what comes in by a link is judged in. */
export const firewallZoneKind: Kind<FirewallZoneProps> = {
  name: 'firewall-zone',
  summary: 'The zone of firewalld that a link is in, now and for good.',
  schema,
  key: ({ link }) => link,
  describe: ({ link, zone }) => `${link} in ${zone}`,
  requires: ({ link }) => [`link:${link}`],
  // firewalld goes by names, whatever links there are.
  survivesReboot: true,
  needs: () => [
    { tool: 'firewall-offline-cmd', packages: { debian: 'firewalld', rhel: 'firewalld' } },
    { tool: 'busctl', packages: { debian: 'systemd', rhel: 'systemd' } },
  ],
  probes: [zonesProbe],

  observe({ link, zone }, facts) {
    const { running, permanent, live } = facts.read(zonesProbe);
    const now = running ? live[link] : permanent[link];
    const later = permanent[link];
    // In a zone until the next boot only, or from then on: it is put there anew.
    if (now === undefined || later === undefined) return undefined;
    return { link, zone: now === zone ? later : now };
  },
  unknown({ link, zone }, facts) {
    const { known } = facts.read(zonesProbe);
    if (known.includes(zone)) return undefined;
    return {
      message: `${link} is to be in zone '${zone}', which firewalld does not have; it has ${known.join(', ') || 'none'}`,
      remedy: `name one of those, or make it there first: firewall-cmd --permanent --new-zone=${zone} && firewall-cmd --reload`,
    };
  },

  create: ({ link, zone }) => [put(link, zone)],
  update: ({ link, zone }) => [put(link, zone)],
  remove: ({ link }) => [put(link)],
};
