import { kinds } from '../../constructs';
import type { Intent } from '../../lib/intent/intent';
import { pictureOfIntent, renderSvg, renderTree } from '../../lib/picture';
import { judgePlan } from '../../lib/plan/checks';
import { renderFinding } from '../../lib/plan/checks/check';
import { describeAll, summary } from '../../lib/plan/describe';
import { withStandIns } from '../../lib/plan/goal';
import { plan } from '../../lib/plan/plan';
import { deployScript, fullScript } from '../../lib/script/scripts';
import type { State } from '../../lib/state/state';
import { stateOf } from '../laws/encode';
import { type Example, run } from './examples';
import { scenes } from './scenes';

/** A host before Trunkline that has the NICs which an intent names, and nothing else. */
export function freshHost({ resources }: Intent): State {
  const nics = withStandIns(kinds, resources)
    .filter(({ kind, props }) => kind === 'link' && !String(props.name).startsWith('@'))
    .map(({ props }) => ({ kind: 'link', props: { name: props.name, up: true, mtu: 1500 } }));
  return stateOf(nics);
}

const only = (name: string, all: readonly Example[]): Intent => run(name, all).hosts[0]!.intent();

/** The lines of a script without the preamble that every script has. */
const body = (text: string): string => text.slice(text.indexOf('\nat 0\n') + 1).trimEnd();

const writers: Readonly<Record<string, (name: string, all: readonly Example[]) => string>> = {
  plan(name, all) {
    const intent = only(name, all);
    const made = plan(kinds, intent, (scenes[name] ?? freshHost)(intent));
    return [...describeAll(kinds, made), '', `${intent.host}: ${summary(made.changes)}`].join('\n');
  },
  deploy: (name, all) => {
    const intent = only(name, all);
    return body(deployScript(kinds, plan(kinds, intent, freshHost(intent))).text);
  },
  script: (name, all) => body(fullScript(kinds, only(name, all)).text),
  intent: (name, all) => JSON.stringify(only(name, all), null, 2),
  tree: (name, all) => renderTree(pictureOfIntent(kinds, only(name, all))).trimEnd(),
  /** What the checks say of the hosts of an example, on the host that `scenes` describes where one is needed. */
  findings(name, all) {
    const { hosts } = run(name, all);
    const scene = scenes[name];
    const findings = scene
      ? hosts.flatMap(host => {
          const intent = host.intent();
          const state = scene(intent);
          return judgePlan({ registry: kinds, intent, state, plan: plan(kinds, intent, state) });
        })
      : hosts.flatMap(host => host.findings());
    return findings.map(renderFinding).join('\n');
  },
  /** What an example says when it is refused at once. */
  refusal(name, all) {
    try {
      run(name, all);
    } catch (error) {
      // The line that made it is one of the page, which has no file.
      return (error as Error).message.replace(/; see \S+:\d+$/, '');
    }
    throw new Error(`example '${name}' is not refused`);
  },
  /** What an example tells by its export `output`. */
  told: (name, all) => String(run(name, all).exports.output).trimEnd(),
};

/** The text of a block that says `<!-- output: plan bond -->`. */
export function written(output: string, all: readonly Example[]): string {
  const [writer = '', name = ''] = output.split(' ');
  const write = writers[writer];
  if (!write) throw new Error(`nothing writes '${output}'; known are ${Object.keys(writers).join(', ')}`);
  return write(name, all);
}

/** Files that are drawn from an example. */
export const images = (all: readonly Example[]): Readonly<Record<string, string>> => ({
  'docs/images/trunked-host.svg': renderSvg([
    pictureOfIntent(kinds, only('trunked-host', all), { managementAddress: '10.0.100.11' }),
  ]),
});
