/** What goes into the guests. A change here changes the cache's key and so makes the next build do its work. */

export const SUITE = 'bookworm';

/** 6.12 from backports; the cloud flavour lacks igb. */
export const KERNEL_PACKAGE = 'linux-image-amd64';

export const GUEST_PACKAGES = [
  'systemd-sysv udev kmod dbus openssh-server iproute2 iputils-ping iputils-arping openvswitch-switch nftables',
  'ethtool tcpdump dnsmasq-base pciutils procps netcat-openbsd busybox sudo zstd',
].flatMap(line => line.split(' '));

/** Network managers of the families that people have, all of them switched off. */
export const MANAGER_PACKAGES =
  'ifupdown isc-dhcp-client netplan.io network-manager firewalld systemd-resolved polkitd'.split(' ');

/** ifupdown2 takes the place of ifupdown, and dhcpcd that of dhclient: a host that is to have one installs it. */
export const SPARE_PACKAGES = ['ifupdown2', 'dhcpcd-base'];

/** libvirt and QEMU inside the hypervisors: TRUNKLINE_LAB_LIBVIRT=1 builds with them. */
export const LIBVIRT_PACKAGES = 'libvirt-daemon-system libvirt-clients iptables qemu-system-x86'.split(' ');

export const guestPackages = (): string[] => [
  ...GUEST_PACKAGES,
  ...MANAGER_PACKAGES,
  ...(process.env.TRUNKLINE_LAB_LIBVIRT === '1' ? LIBVIRT_PACKAGES : []),
];

/** Modules by name or by folder (with a slash at the end); what they depend on comes along. */
export const KERNEL_MODULES = [
  'virtio_net virtio_blk virtio_console virtio_pci virtio_rng vmgenid autofs4 binfmt_misc crc32c_generic ext4 overlay fuse loop',
  '8021q bonding bridge br_netfilter stp dummy vrf veth tun tap macvlan macvtap ipvlan vxlan geneve ifb openvswitch',
  'vport-vxlan vport-geneve vport-gre ip_gre gre ipip sit vhost_net vhost vhost_vsock igb igbvf e1000e',
  'nf_conntrack xt_conntrack xt_MASQUERADE xt_CHECKSUM xt_physdev xt_comment xt_tcpudp ip_tables ip6_tables',
  'iptable_filter iptable_nat iptable_mangle ip6table_filter ip6table_nat ip6table_mangle vfio-pci vfio_iommu_type1',
  'net/sched/ net/netfilter/ net/ipv4/netfilter/ net/ipv6/netfilter/ net/bridge/',
].flatMap(line => line.split(' '));

/** In the initial RAM disk: what it takes to mount the root file system. */
export const INITRD_MODULES = ['virtio_pci', 'virtio_blk', 'crc32c_generic', 'ext4'];

/** Nothing in a guest wakes up by itself: no getty, no timers of the distribution. */
export const MASKED_UNITS = [
  'getty@tty1.service serial-getty@ttyS0.service serial-getty@hvc0.service systemd-timesyncd.service',
  'apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer e2scrub_reap.service',
  'systemd-networkd.service systemd-networkd.socket systemd-networkd-wait-online.service systemd-random-seed.service',
  'networking.service ifupdown-pre.service ifupdown-wait-online.service systemd-resolved.service firewalld.service',
  'NetworkManager.service NetworkManager-wait-online.service NetworkManager-dispatcher.service',
].flatMap(line => line.split(' '));
