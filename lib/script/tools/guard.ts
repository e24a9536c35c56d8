import { quote } from '../quote';
import type { Guard, Step } from '../step';

/** A link of a namespace other than that in which the guard is asked. */
const ELSEWHERE = /^([^/:]+):\/sys\/class\/net\/([^/]+)$/;

/** A guard as a test of sh; only builtins, so that a thousand guards start no process. */
function test(guard: Guard): string {
  const [, namespace, name] = ELSEWHERE.exec(guard.path) ?? [];
  if (namespace !== undefined && name !== undefined) {
    const not = guard.test === 'missing' ? '! ' : '';
    return `${not}ip -n ${quote(namespace)} link show dev ${quote(name)} >/dev/null 2>&1`;
  }
  const path = quote(guard.path);
  switch (guard.test) {
    case 'exists':
      return `[ -e ${path} ]`;
    case 'missing':
      return `[ ! -e ${path} ]`;
    case 'apart':
      return `[ ! ${path} -ef ${quote(guard.other)} ]`;
    case 'together':
      return `[ ${path} -ef ${quote(guard.other)} ]`;
  }
}

/** What must hold for a step, as one condition of sh; empty when nothing must. */
export const condition = (step: Step): string =>
  [...(step.where ?? []).map(test), ...(step.when ?? []).map(test)].join(' && ');

/** `[ ! -e … ] && ` in front of a command, or nothing. */
export const guarded = (step: Step, command: string): string =>
  [condition(step), command].filter(Boolean).join(' && ');

/** Links whose state the guards of a step read. */
export const guardedLinks = (step: Step): readonly string[] =>
  (step.when ?? []).flatMap(guard => {
    const paths = 'other' in guard ? [guard.path, guard.other] : [guard.path];
    return paths.flatMap(path => /^(?:[^/:]+:)?\/sys\/class\/net\/([^/]+)/.exec(path)?.[1] ?? []);
  });
