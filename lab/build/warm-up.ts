/** Run in a template before it is frozen, so that no clone waits for it. */
export const WARM_UP = `
set -e
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
systemctl reset-failed
systemctl restart ssh
systemctl is-system-running --wait || true
for i in $(seq 50); do ovs-vsctl --timeout=5 show > /dev/null && break; sleep 0.2; done
# What the tools load on first use is in the page cache of every clone.
for tool in ip bridge ethtool nft tc ovs-ofctl systemd-run flock setsid; do $tool --version > /dev/null 2>&1 || true; done
cat /lib/modules/*/kernel/drivers/net/bonding/*.ko /lib/modules/*/kernel/net/8021q/*.ko > /dev/null
journalctl --rotate --vacuum-time=1s > /dev/null 2>&1 || true
udevadm settle
sync

`;
