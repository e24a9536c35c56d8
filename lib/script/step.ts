import { placed } from '../net';

/**
 * What is to be done on a host, as data. Values stay argv until the renderer of their tool quotes them.
 * `when` is asked only in scripts that must be safe from any state (the boot script, the revert);
 * the deploy script follows a fresh observation and needs no guards.
 */
export type Guard =
  | { readonly test: 'exists' | 'missing'; readonly path: string }
  /** The two paths are not (or are) the same file: `/sys/class/net/eno1/master` and `/sys/class/net/br0`. */
  | { readonly test: 'apart' | 'together'; readonly path: string; readonly other: string };

interface Guarded {
  /** The network namespace in which it is done. @default the host's own */
  readonly namespace?: string;
  readonly when?: readonly Guard[];
  /** Asked in every script: what can be known on the host only, such as who keeps its resolv.conf. */
  readonly where?: readonly Guard[];
  /** What it takes away may be gone, or what it adds be there: in a guarded script that is no failure. */
  readonly lenient?: true;
}

/** A line of `ip -batch`, `bridge -batch` or `tc -batch`. */
export interface BatchStep extends Guarded {
  readonly tool: 'ip' | 'bridge' | 'tc';
  readonly args: readonly string[];
  /** `ip -6`: for rules, whose family is told by nothing else. A batch has one. */
  readonly family?: 6;
  /** A function that is called after the batch, once with the words of all its lines. It must be safe from any state. */
  readonly afterwards?: { readonly function: ShellFunction; readonly arg: string };
}

/** Links to delete, all those that follow each other by one group. */
export interface DeleteLinkStep extends Guarded {
  readonly tool: 'delete-link';
  readonly link: string;
}

/** One command of an `ovs-vsctl` transaction. */
export interface OvsStep extends Guarded {
  readonly tool: 'ovs-vsctl';
  readonly args: readonly string[];
}

/** A value written into a file of /proc or /sys. */
export interface WriteStep extends Guarded {
  readonly tool: 'write';
  readonly path: string;
  readonly value: string;
}

/** A file of ours, replaced by rename; null removes it. Mode 0644. */
export interface FileStep extends Guarded {
  readonly tool: 'file';
  readonly path: string;
  readonly content: string | null;
}

/** The hardware address that a link has when the step is done: what only the host knows. */
export interface AddressOf {
  readonly addressOf: string;
}

/** Any other command. */
export interface RunStep extends Guarded {
  readonly tool: 'run';
  readonly args: readonly (string | AddressOf)[];
}

/** A function of sh, with those that it calls. A script that calls it defines it once. */
export interface ShellFunction {
  readonly name: string;
  readonly text: string;
}

/** A call of a function: for what takes more than a command. It must be safe from any state. */
export interface CallStep extends Guarded {
  readonly tool: 'call';
  readonly function: ShellFunction;
  readonly args: readonly string[];
}

export type Step = BatchStep | DeleteLinkStep | OvsStep | WriteStep | FileStep | RunStep | CallStep;

/** `/sys/class/net/eth0`; of a link in a network namespace `blue:/sys/class/net/eth0`, a path in there. */
export const linkPath = (name: string): string => {
  const { namespace, ifname } = placed(name);
  return `${namespace === undefined ? '' : `${namespace}:`}/sys/class/net/${ifname}`;
};
export const linkExists = (ifname: string): Guard => ({ test: 'exists', path: linkPath(ifname) });
export const linkMissing = (ifname: string): Guard => ({ test: 'missing', path: linkPath(ifname) });
/** The link is no port of the controller. */
export const notPortOf = (ifname: string, controller: string): Guard => ({
  test: 'apart',
  path: `${linkPath(ifname)}/master`,
  other: linkPath(controller),
});
export const portOf = (ifname: string, controller: string): Guard => ({
  test: 'together',
  path: `${linkPath(ifname)}/master`,
  other: linkPath(controller),
});

/** A line of `ip -batch`. */
export const ip = (args: readonly (string | number)[], when?: readonly Guard[]): BatchStep => ({
  tool: 'ip',
  args: args.map(String),
  ...(when && { when }),
});

/** A line of `ip -batch` that takes away what nothing in sysfs shows: an address, a route. */
export const ipAway = (args: readonly (string | number)[], when?: readonly Guard[]): BatchStep => ({
  ...ip(args, when),
  lenient: true,
});
