/** The rooms of the house and the doors between them. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-circular', 'a cycle has no first file to read', {}, { circular: true }),
    forbid(
      'lib-stands-alone',
      'the engine knows no kind, no stack and no cdktf',
      { path: '^lib/' },
      { path: '^(constructs|stacks|provider|bin|lab|main\\.ts)|node_modules/(cdktf|cdktn|constructs)/' },
    ),
    forbid(
      'pure-lib',
      'what is before ssh is pure: no I/O of node, no ssh2',
      { path: '^lib/(net|intent|state|plan|script|picture|kind\\.ts|props\\.ts)' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    ),
    forbid(
      'pure-lib-upwards',
      'what is before ssh does not reach for what comes after',
      { path: '^lib/(net|intent|state|plan|script|picture|kind\\.ts|props\\.ts)' },
      { path: '^lib/(ssh|apply)/|node_modules/ssh2/' },
    ),
    forbid(
      'ssh2-in-one-room',
      'ssh2 only in lib/ssh, and bare in the bench, as the floor',
      { pathNot: '^(lib/ssh/|bench/floor\\.ts)' },
      { path: 'node_modules/ssh2/' },
    ),
    forbid(
      'kinds-are-pure',
      'a kind is a table: lib and zod, nothing else',
      { path: '^constructs/.*\\.(kind|schema)\\.ts$' },
      {
        pathNot:
          '^lib/(net|intent|state|plan|script|picture|kind\\.ts|props\\.ts|errors\\.ts)|\\.kind\\.ts$|node_modules/zod/|^constructs/[^/]+/[^/]+\\.(probe|schema|sh)\\.ts$',
      },
    ),
    forbid(
      'cdktf-in-three-files',
      'the binding to Terraform, main.ts and stacks',
      { pathNot: '^(main\\.ts|stacks/|demo/|bench/pure\\.ts|constructs/host/terraform\\.ts)' },
      { path: 'node_modules/(cdktf|cdktn)/' },
    ),
    forbid(
      'protocol-knows-no-networks',
      'go-plugin, gRPC and msgpack only',
      { path: '^provider/protocol/' },
      { path: '^(lib|constructs|stacks|bin|lab)/' },
    ),
    forbid(
      'no-stacks-below',
      'stacks compose, nothing composes stacks but main.ts',
      { pathNot: '^(main\\.ts|stacks/|demo/)' },
      { path: '^stacks/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
};
