import { OUT_OF_BAND } from '../topology';
import { MASKED_UNITS } from './recipe';

/** Run as shell in the root of the image's tree. */
export const customize = (publicKey: string): string => `
set -eu
for unit in ${MASKED_UNITS.join(' ')}; do ln -sf /dev/null etc/systemd/system/$unit; done
wants() { mkdir -p "etc/systemd/system/$1.wants"; ln -sf "/etc/systemd/system/$2" "etc/systemd/system/$1.wants/$2"; }
wants dev-hvc0.device lab-agent.service
wants multi-user.target lab-switch.service
wants sys-subsystem-net-devices-eno1.device lab-management.service
mkdir -p etc/lab
echo 'ADDRESS=${OUT_OF_BAND.address}' > etc/lab/management
echo '/dev/vda / ext4 noatime 0 1' > etc/fstab
echo '127.0.0.1 localhost' > etc/hosts
echo template > etc/hostname
: > etc/machine-id
rm -f etc/ssh/ssh_host_* etc/resolv.conf
ln -sf /dev/null etc/tmpfiles.d/systemd-resolve.conf
rm -rf etc/apt/sources.list* var/lib/apt/lists/* var/cache/apt/*.bin
echo 'ops:x:1000:1000::/home/ops:/bin/bash' >> etc/passwd
echo 'ops:x:1000:' >> etc/group
echo 'ops:*:19000:0:99999:7:::' >> etc/shadow
chmod 0440 etc/sudoers.d/ops
for home in root home/ops; do
  mkdir -p $home/.ssh
  echo '${publicKey}' > $home/.ssh/authorized_keys
  chmod 0700 $home $home/.ssh
  chmod 0600 $home/.ssh/authorized_keys
done
chown -R 1000:1000 home/ops
`;
