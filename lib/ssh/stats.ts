/** What this process has asked of its hosts, for tests and benchmarks. */
export const stats = {
  /** Connections that were opened and logged in, jump hosts included. */
  connections: 0,
  /** Programs that were sent. */
  execs: 0,
};
