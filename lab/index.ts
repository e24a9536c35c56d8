export { Lab, type UpOptions } from './lab';
export { LabHost } from './machine/host';
export { Machine, type SshAddress } from './machine/machine';
export { LabSwitch } from './switch/switch';
export * as topology from './topology';
