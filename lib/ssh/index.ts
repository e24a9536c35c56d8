export { connect } from './connect';
export type { Connection } from './connection';
export type { ExecOptions, ExecResult } from './exec';
export { fingerprint } from './host-key';
export { type IdentityPath, type ResolvedTarget, resolveTarget } from './resolve';
export { stats } from './stats';
export { parseTarget, type SshTarget, sshTargetSchema } from './target';
