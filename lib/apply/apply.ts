import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { PlanError, RemoteCommandError, TransportError, TrunklineError, VerificationError } from '../errors';
import type { Intent } from '../intent/intent';
import type { Registry } from '../kind';
import { describe } from '../plan/describe';
import { underway } from '../plan/underway';
import { type Connection, connect, type SshTarget } from '../ssh';
import { digestOf } from './digest';
import { progressReader, type Verdict, verdictOf } from './follow';
import { beginProgram, confirmProgram, followProgram, revertProgram } from './host/programs';
import { type Prepared, prepare, refuseErrors } from './prepare';
import { readState } from './read';
import { type Draft, draft } from './transaction';

/** What a person can be told while a host is worked on. */
export type Stage =
  | { readonly stage: 'reading' }
  | { readonly stage: 'applying'; readonly done: number; readonly of: number; readonly what?: string }
  | { readonly stage: 'reconnecting'; readonly secondsLeft: number }
  | { readonly stage: 'verifying' }
  | { readonly stage: 'confirmed' }
  | { readonly stage: 'reverting'; readonly why: string };

export interface ApplyOptions {
  readonly registry: Registry;
  readonly target: SshTarget;
  readonly intent: Intent;
  /** What the person saw, by `digestOf`. Apply refuses when the host has changed since. @default not compared */
  readonly expectedDigest?: string;
  /** Asks to stop: before the change nothing is done, after it the host goes back. */
  readonly signal?: AbortSignal;
  readonly onStage?: (stage: Stage) => void;
  /** Called with the plan before anything is changed. */
  readonly onPlan?: (prepared: Prepared) => void;
}

export interface Applied {
  /** `unchanged`: the host and its record were as asked already. */
  readonly result: 'confirmed' | 'unchanged';
  readonly prepared: Prepared;
  readonly revision: number;
}

export const today = (): string => new Date().toISOString().slice(0, 10);
const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/**
 * Makes a host what its intent says, in one transaction: observed, planned, judged, applied on its own, verified and
 * confirmed over a new connection. Whatever goes wrong after the first change, the host goes back by itself.
 *
 * Throws TransportError (host not reached, nothing done), PlanError (refused, nothing done), RemoteCommandError
 * (the host refused, nothing done) or VerificationError (it was taken back; `code` is `reverted` or `revert-failed`).
 */
export async function apply(options: ApplyOptions): Promise<Applied> {
  const { registry, target, intent, expectedDigest, signal, onStage, onPlan } = options;
  onStage?.({ stage: 'reading' });
  const connection = await connect(target);
  try {
    const state = await readState(connection, registry, intent);
    const prepared = prepare(registry, intent, state, today());
    if (expectedDigest !== undefined && digestOf(prepared.plan) !== expectedDigest)
      throw new PlanError({
        doing: 'apply the plan',
        host: intent.host,
        code: 'changed-since-plan',
        found: 'the host has changed since it was planned',
        remedy: 'plan again and look at what is different; nothing was changed',
      });
    onPlan?.(prepared);
    refuseErrors(prepared);
    if (prepared.settled) return { result: 'unchanged', prepared, revision: state.record?.revision ?? 0 };
    signal?.throwIfAborted();
    const made = draft(registry, prepared, randomBytes(16).toString('hex'), holder());
    await new Run(options, prepared, made).go(connection);
    return { result: 'confirmed', prepared, revision: made.record.revision };
  } finally {
    connection.close();
  }
}

const holder = (): string => `${userInfo().username}@${hostname()} (process ${process.pid})`;

/** The host was reached again when its deadline had passed: why it went back, it knows itself. */
class GoneBack extends Error {
  override readonly message = 'it was not reached in time';
}

/** One transaction seen from the controller. */
class Run {
  readonly #options: ApplyOptions;
  readonly #prepared: Prepared;
  readonly #draft: Draft;
  readonly #deadline: number;

  constructor(options: ApplyOptions, prepared: Prepared, made: Draft) {
    this.#options = options;
    this.#prepared = prepared;
    this.#draft = made;
    this.#deadline = Date.now() + made.transaction.deadlineSec * 1000;
  }

  get #token(): string {
    return this.#draft.transaction.token;
  }

  get #host(): string {
    return this.#options.intent.host;
  }

  async go(connection: Connection): Promise<void> {
    const verdict = await this.#begin(connection);
    if (verdict.word !== 'applied') throw this.#failure(verdict);
    try {
      await this.#confirm();
    } catch (error) {
      const failure = await this.#takeBack(error as Error);
      if (failure) throw failure;
    }
    this.#options.onStage?.({ stage: 'confirmed' });
  }

  /** Starts it and follows it; a session that breaks on the way is taken up again. */
  async #begin(connection: Connection): Promise<Verdict> {
    const { groups } = this.#draft.deploy;
    const { onStage } = this.#options;
    const titles = groups.map(group => group.lines[0]?.title);
    const of = this.#prepared.plan.changes.length;
    onStage?.({ stage: 'applying', done: 0, of });
    const onStdout = progressReader(group => {
      const done = new Set(groups.slice(0, group).flatMap(one => one.lines.map(line => line.title))).size;
      onStage?.({ stage: 'applying', done: Math.min(done, of), of, what: titles[group] });
    });
    try {
      const reply = await connection.exec(beginProgram(this.#draft.transaction), { timeoutSec: 0, onStdout });
      return verdictOf(reply.stdout);
    } catch (error) {
      if (!(error instanceof TransportError) || error.code === 'not-started') throw error;
      return this.#takeUp(connectAgain =>
        connectAgain.exec(followProgram(this.#token), { timeoutSec: 0, onStdout }),
      );
    }
  }

  /** Tries to reach the host, at its new address too, until it would have gone back by itself. */
  async #takeUp(work: (connection: Connection) => Promise<{ stdout: string }>): Promise<Verdict> {
    const { target, intent, onStage } = this.#options;
    const targets = [
      target,
      ...(intent.settings.managementAddress ? [{ ...target, host: intent.settings.managementAddress }] : []),
    ];
    let last: unknown;
    // The revert itself takes its time after the deadline; then the host can tell what became of it.
    while (Date.now() < this.#deadline + 60_000)
      for (const at of targets) {
        onStage?.({
          stage: 'reconnecting',
          secondsLeft: Math.max(0, Math.round((this.#deadline - Date.now()) / 1000)),
        });
        try {
          const connection = await connect({ ...at, connectTimeoutSec: 5 });
          try {
            return verdictOf((await work(connection)).stdout);
          } finally {
            connection.close();
          }
        } catch (error) {
          if (!(error instanceof TransportError)) throw error;
          last = error;
          await pause(500);
        }
      }
    throw new VerificationError({
      doing: 'reach the host again',
      host: this.#host,
      code: 'unreachable',
      found: (last as Error | undefined)?.message ?? 'it does not answer',
      remedy: 'it was to take the change back by itself; look at it by its console',
      cause: last,
    });
  }

  /** A new connection, a new observation, an empty plan, the user's own probes, and the token. */
  async #confirm(): Promise<void> {
    const { intent, onStage, signal } = this.#options;
    const verdict = await this.#takeUp(async connection => {
      onStage?.({ stage: 'verifying' });
      await this.#verify(connection);
      for (const probe of intent.settings.probes ?? []) await this.#probe(connection, probe);
      signal?.throwIfAborted();
      return connection.exec(confirmProgram(this.#token), { timeoutSec: 30 });
    });
    if (verdict.word !== 'confirmed') throw this.#failure(verdict);
  }

  async #verify(connection: Connection): Promise<void> {
    const { registry, intent } = this.#options;
    const { record } = this.#draft;
    const waitsAlready = this.#underwayBefore();
    for (;;) {
      this.#options.signal?.throwIfAborted();
      const state = await readState(connection, registry, intent);
      if (state.pending?.token !== this.#token) throw new GoneBack();
      const { plan } = prepare(registry, this.#prepared.intent, { ...state, record }, today());
      const left = [
        ...plan.changes.map(change => describe(registry, change)),
        ...underway(registry, plan, state)
          .filter(({ id }) => !waitsAlready.has(id))
          .map(({ what, why }) => `${what}: ${why}`),
      ];
      if (left.length === 0) return;
      if (Date.now() > this.#deadline - 10_000)
        throw new VerificationError({
          doing: 'verify the change',
          host: this.#host,
          found: `still to do: ${left.join('; ')}`,
        });
      await pause(1000);
    }
  }

  /** What did not work before the change and is not touched by it: a link whose DHCP server is away. */
  #underwayBefore(): ReadonlySet<string> {
    const { plan, state } = this.#prepared;
    const changed = new Set(plan.changes.map(change => change.id));
    const before = underway(this.#options.registry, plan, state).map(({ id }) => id);
    return new Set(before.filter(id => !changed.has(id)));
  }

  async #probe(connection: Connection, probe: string): Promise<void> {
    const secondsLeft = Math.max(5, (this.#deadline - Date.now()) / 1000 - 5);
    const reply = await connection.exec(probe, { timeoutSec: Math.min(30, secondsLeft) });
    if (reply.code === 0) return;
    throw new VerificationError({
      doing: 'verify the change',
      host: this.#host,
      field: 'probes',
      found: `'${probe}' ended with exit code ${reply.code}: ${(reply.stderr || reply.stdout).trim().slice(-300)}`,
    });
  }

  /**
   * The change did not stand: the host goes back now, or at its deadline when it cannot be reached. Undefined when
   * the host was confirmed after all: only its answer was lost.
   */
  async #takeBack(reason: Error): Promise<Error | undefined> {
    if (
      reason instanceof TrunklineError &&
      ['reverted', 'revert-failed', 'unreachable'].includes(reason.code ?? '')
    )
      return reason;
    const why = reason.message.replace(/\s+/g, ' ').slice(0, 500);
    const gone = reason instanceof GoneBack;
    if (!gone) this.#options.onStage?.({ stage: 'reverting', why });
    const verdict = await this.#takeUp(connection =>
      connection.exec(revertProgram(this.#token, why), { timeoutSec: 0 }),
    );
    return verdict.word === 'confirmed' ? undefined : this.#failure(verdict, gone ? undefined : reason);
  }

  #failure({ word, why }: Verdict, cause?: Error): Error {
    const host = this.#host;
    const base = { doing: 'apply the plan', host, cause };
    if (word === 'reverted')
      return new VerificationError({
        ...base,
        cause: cause ?? new Error(why),
        code: 'reverted',
        found: `${why}; the host was taken back to what it was`,
        remedy: 'see the reason, change the description, and plan again',
      });
    if (word === 'revert-failed')
      return new VerificationError({
        ...base,
        code: 'revert-failed',
        found: `${why}; and a step of taking it back failed`,
        remedy: 'see /run/trunkline/outcome.log on the host, and plan again',
      });
    if (word === 'locked' || word === 'stale')
      return new PlanError({
        ...base,
        code: word,
        found: word === 'locked' ? `another applier is at work: ${why}` : why,
        remedy: 'nothing was changed; run it again',
      });
    return new RemoteCommandError({
      ...base,
      code: word,
      found: word === 'unknown' ? 'the host does not know this transaction any more' : why,
      remedy: 'plan again: what is there is read anew',
    });
  }
}
