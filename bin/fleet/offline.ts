import { resolve } from 'node:path';
import { kinds } from '../../constructs/kinds';
import { today } from '../../lib/apply/apply';
import { prepare } from '../../lib/apply/prepare';
import { ValidationError } from '../../lib/errors';
import { STATE_FORMAT, type State } from '../../lib/state/state';
import type { Member } from './member';
import { readText } from './read-document';
import type { Reader } from './survey';

interface StatesFile {
  readonly hosts: readonly { readonly host: string; readonly state?: State }[];
}

function wrong(file: string, found: string, cause?: unknown): ValidationError {
  const remedy = 'write it by `trunkline show HOST --json`';
  return new ValidationError({ doing: 'read', resource: `the state file '${file}'`, found, remedy, cause });
}

/** What `show --json` wrote, by host. */
function readStates(path: string, file: string): ReadonlyMap<string, State> {
  let value: Partial<StatesFile> | null;
  try {
    value = JSON.parse(readText(path, 'the state file'));
  } catch (cause) {
    if (cause instanceof ValidationError) throw cause;
    throw wrong(file, `it is not JSON: ${(cause as Error).message}`, cause);
  }
  if (!Array.isArray(value?.hosts)) throw wrong(file, "it has no list 'hosts'");
  return new Map(
    value.hosts.flatMap(({ host, state }) => {
      if (state === undefined) return [];
      if (state?.formatVersion !== STATE_FORMAT || typeof state.answers !== 'object')
        throw wrong(file, `the state of '${host}' is not of format ${STATE_FORMAT}`);
      return [[host, state] as const];
    }),
  );
}

/** Takes states from a file instead of from hosts. A file of one state serves one host whatever its name is. */
export function offlineReader(file: string, cwd: string, members: readonly Member[]): Reader {
  const states = readStates(resolve(cwd, file), file);
  const only = states.size === 1 && members.length === 1 ? [...states.values()][0] : undefined;
  return async ({ label, intent, ssh }) => {
    const state = states.get(label) ?? states.get(intent.host) ?? states.get(ssh.host) ?? only;
    if (state) return prepare(kinds, intent, state, today());
    throw wrong(file, `there is no state of '${label}' in it; there are ${[...states.keys()].join(', ')}`);
  };
}
