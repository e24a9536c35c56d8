import { apply, today } from '../lib/apply/apply';
import { digestOf } from '../lib/apply/digest';
import { inspect } from '../lib/apply/inspect';
import { type Prepared, prepare } from '../lib/apply/prepare';
import { TransportError } from '../lib/errors';
import { INTENT_FORMAT, type Intent, parseIntent } from '../lib/intent/intent';
import type { Registry } from '../lib/kind';
import { describeAll } from '../lib/plan/describe';
import { same } from '../lib/plan/diff';
import { intentAsSeen } from '../lib/plan/seen';
import { diagnosticOf, errorDiagnostic } from './diagnostics';
import { recall, remember } from './observed';
import { teller } from './progress';
import { type Diagnostic, list, type ResourceDefinition, UNKNOWN, type Value, type Values } from './protocol';
import { sshBlock, sshUnknown, targetOf } from './ssh-block';
import { abortAfter, parseTimeouts, timeoutsBlock } from './timeouts';

const nothing = (host: string): Intent => ({
  formatVersion: INTENT_FORMAT,
  host,
  settings: {},
  resources: [],
});

/** `trunkline_host`: one hypervisor, one transaction. Knows no gRPC and no kinds. */
export class HostResource implements ResourceDefinition {
  readonly #registry: Registry;
  #stop = new AbortController();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** Terraform was interrupted: what has begun is finished or taken back. */
  stop(): void {
    this.#stop.abort(new Error('it was interrupted'));
  }

  readonly schema: ResourceDefinition['schema'] = {
    attributes: {
      id: { type: 'string', computed: true, description: 'The host name.' },
      name: { type: 'string', required: true, description: 'The host name, in states and messages.' },
      intent: {
        type: 'string',
        required: true,
        description: 'What the host should be, as JSON of constructs.',
      },
      unreachable: {
        type: 'string',
        optional: true,
        description:
          '`warn` (default): an unreachable host keeps its prior state in a plan; `error`: it stops it.',
      },
      changes: { type: list('string'), computed: true, description: 'What apply does, a line a change.' },
      revision: { type: 'number', computed: true, description: 'Confirmed transactions of this host.' },
    },
    blocks: { ssh: sshBlock, timeouts: timeoutsBlock },
  };

  async validate(config: Values): Promise<Diagnostic[]> {
    const wrong: Diagnostic[] = [];
    const attempt = (path: string, work: () => unknown) => {
      try {
        work();
      } catch (error) {
        wrong.push({ ...errorDiagnostic(error), path: [path] });
      }
    };
    if (typeof config.intent === 'string') attempt('intent', () => this.#parse(config.intent));
    if (!sshUnknown(config.ssh) && typeof config.name === 'string')
      attempt('ssh', () => targetOf(config.ssh, config.name as string));
    attempt('timeouts', () => parseTimeouts(config.timeouts));
    if (typeof config.unreachable === 'string' && !['warn', 'error'].includes(config.unreachable))
      wrong.push({
        severity: 'error',
        summary: "unreachable must be 'warn' or 'error'",
        path: ['unreachable'],
      });
    return wrong;
  }

  async read({ state }: Parameters<ResourceDefinition['read']>[0]): ReturnType<ResourceDefinition['read']> {
    const name = String(state.name);
    const known = typeof state.intent === 'string' ? this.#parse(state.intent) : undefined;
    try {
      const prepared = await inspect(this.#registry, targetOf(state.ssh, name), known ?? nothing(name));
      const { record } = prepared.state;
      // An import knows no intent: the host itself tells it.
      if (!known) {
        if (!record)
          return { state: { ...state, intent: JSON.stringify(nothing(name)), changes: [], revision: 0 } };
        const { intent: recorded, revision } = record;
        return {
          state: { ...state, intent: JSON.stringify({ ...recorded, host: name }), changes: [], revision },
        };
      }
      const seen = intentAsSeen(this.#registry, known, prepared.plan);
      const intent = seen === known ? state.intent! : JSON.stringify(seen);
      return {
        state: { ...state, intent, changes: [], revision: record?.revision ?? 0 },
        private: remember(this.#registry, known, prepared.state),
      };
    } catch (error) {
      // Of a host that is being imported nothing is known yet.
      const policy = known ? state.unreachable : 'error';
      const told = this.#unreachable(error, { unreachable: policy! }, 'its last known state is shown');
      return { state, private: {}, diagnostics: [told] };
    }
  }

  async plan({
    prior,
    proposed,
    private: kept,
  }: Parameters<ResourceDefinition['plan']>[0]): ReturnType<ResourceDefinition['plan']> {
    if (proposed === null) return { planned: null, diagnostics: await this.#planDestroy(prior!) };
    const name = proposed.name as Value;
    const planned: Record<string, Value> = { ...proposed, id: name };
    if (proposed.intent === UNKNOWN || sshUnknown(proposed.ssh) || typeof name !== 'string')
      return { planned: { ...planned, changes: UNKNOWN, revision: UNKNOWN }, private: {} };
    const intent = this.#parse(proposed.intent);
    const sameIntent = prior !== null && this.#sameIntent(prior.intent, intent);
    if (sameIntent) planned.intent = prior.intent!;
    // By another way it may be another host.
    const sameWay = prior !== null && same(prior.ssh ?? null, proposed.ssh ?? null);
    if (sameIntent && sameWay)
      return {
        planned: { ...planned, changes: [], revision: prior.revision ?? UNKNOWN },
        private: { digest: digestOf({ changes: [] }) },
      };
    try {
      const seen = sameWay ? recall(this.#registry, intent, kept) : undefined;
      const prepared = seen
        ? prepare(this.#registry, intent, seen, today())
        : await inspect(this.#registry, targetOf(proposed.ssh, name), intent);
      const changes = describeAll(this.#registry, prepared.plan);
      return {
        planned: {
          ...planned,
          changes,
          revision: prepared.settled ? (prepared.state.record?.revision ?? 0) : UNKNOWN,
        },
        private: { digest: digestOf(prepared.plan) },
        diagnostics: prepared.findings.map(diagnosticOf),
      };
    } catch (error) {
      const diagnostics = [this.#unreachable(error, proposed, 'its changes are planned when it is applied')];
      return { planned: { ...planned, changes: UNKNOWN, revision: UNKNOWN }, private: {}, diagnostics };
    }
  }

  async apply(request: Parameters<ResourceDefinition['apply']>[0]): ReturnType<ResourceDefinition['apply']> {
    const { prior, planned } = request;
    const values = planned ?? prior!;
    const name = String(values.name);
    const intent = planned ? this.#parse(planned.intent) : this.#released(prior!);
    const phase = planned ? (prior ? 'update' : 'create') : 'delete';
    const { digest } = request.private as { digest?: string };
    let prepared: Prepared | undefined;
    const { revision } = await apply({
      registry: this.#registry,
      target: targetOf(values.ssh, name),
      intent,
      expectedDigest: planned ? digest : undefined,
      signal: abortAfter(this.#stop.signal, values.timeouts, phase),
      onStage: teller(name),
      onPlan: made => {
        prepared = made;
      },
    }).catch(error => {
      const { summary, detail } = errorDiagnostic(error);
      throw new Error(detail ? `${summary}\n\n${detail}` : summary);
    });
    if (!planned) return { state: null };
    const changes =
      planned.changes === UNKNOWN && prepared ? describeAll(this.#registry, prepared.plan) : planned.changes;
    const settled = planned.revision === UNKNOWN ? revision : planned.revision;
    return { state: { ...planned, id: name, changes: changes ?? [], revision: settled ?? revision } };
  }

  async importState(id: string): ReturnType<NonNullable<ResourceDefinition['importState']>> {
    return { state: { id, name: id, ssh: { host: id } } };
  }

  /** An empty intent under the settings that the host had: its suppressions and its time to confirm still hold. */
  #released(prior: Values): Intent {
    return { ...this.#parse(prior.intent), resources: [] };
  }

  #parse(value: Value | undefined): Intent {
    let document: unknown;
    try {
      document = JSON.parse(String(value));
    } catch (cause) {
      throw new TypeError('intent is not JSON; take what synth wrote', { cause });
    }
    return parseIntent(this.#registry, document);
  }

  #sameIntent(prior: Value | undefined, intent: Intent): boolean {
    if (typeof prior !== 'string') return false;
    const bare = ({ settings, resources }: Intent) => ({
      settings,
      resources: resources.map(({ kind, props }) => ({ kind, props })),
    });
    try {
      return same(bare(this.#parse(prior)), bare(intent));
    } catch {
      return false;
    }
  }

  async #planDestroy(prior: Values): Promise<Diagnostic[]> {
    const name = String(prior.name);
    try {
      const { plan, findings } = await inspect(
        this.#registry,
        targetOf(prior.ssh, name),
        this.#released(prior),
      );
      const lines = describeAll(this.#registry, plan);
      if (lines.length === 0) return findings.map(diagnosticOf);
      const summary = `${name} is given back as it was: ${lines.length} changes`;
      return [{ severity: 'warning', summary, detail: lines.join('\n') }, ...findings.map(diagnosticOf)];
    } catch (error) {
      return [this.#unreachable(error, prior, 'what is removed is planned when it is destroyed')];
    }
  }

  /**
   * An unreachable host is a warning unless the user wants an error. Anything else that went wrong is an error: a
   * host that answers with another key, or lets nobody in, is not away.
   */
  #unreachable(error: unknown, { unreachable }: Values, consequence: string): Diagnostic {
    if (!(error instanceof TransportError && error.retryable) || unreachable === 'error')
      return errorDiagnostic(error);
    const told = errorDiagnostic(error, 'warning');
    return { ...told, summary: `${told.summary}: ${consequence}` };
  }
}
