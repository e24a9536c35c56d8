import { randomUUID } from 'node:crypto';
import { OUT_OF_BAND } from '../topology';
import type { HostKey } from './clone';

/** The clock of a frozen machine stood still. */
export const setClock = (): string => `date -s @${(Date.now() / 1000).toFixed(3)} > /dev/null`;

const waitFor = (what: string, condition: string): string =>
  `for i in $(seq 600); do ${condition} && break; sleep 0.1; done; ${condition} || { echo '${what} is missing'; exit 1; }`;

/** What clones share and machines must not: clock, names, ids, keys. Ends when eno1 is up and sshd answers. */
export const personalise = (name: string, key: HostKey, macs: string[]): string => `
set -e
${setClock()}
hostname ${name}
echo ${name} > /etc/hostname
printf '127.0.0.1 localhost\\n127.0.1.1 ${name}\\n' > /etc/hosts
echo ${randomUUID().replaceAll('-', '')} > /etc/machine-id
rm -f /etc/ssh/ssh_host_*
umask 077
cat > /etc/ssh/ssh_host_ed25519_key <<'KEY'
${key.private.trim()}
KEY
umask 022
echo '${key.public}' > /etc/ssh/ssh_host_ed25519_key.pub
systemctl restart ssh
id=${randomUUID()}
echo $id > /etc/openvswitch/system-id.conf
ovs-vsctl --timeout=30 --no-wait set Open_vSwitch . external_ids:system-id=$id external_ids:hostname=${name}
${macs.map(mac => waitFor(`NIC ${mac}`, `grep -qx ${mac} /sys/class/net/*/address`)).join('\n')}
udevadm settle
${waitFor('eno1', `ip -4 -o address show dev eno1 2> /dev/null | grep -q '${OUT_OF_BAND.address}'`)}
`;
