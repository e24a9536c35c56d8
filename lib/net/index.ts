export * from './ifname';
export * from './ip-prefix';
export * from './link-ref';
export * from './mac-address';
export * from './mtu';
export * from './pci-address';
export * from './vlan-id';
export * from './words';
