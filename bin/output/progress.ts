import { performance } from 'node:perf_hooks';
import type { Stage } from '../../lib/apply/apply';
import { visible } from '../../lib/errors';
import type { World } from '../world';
import type { Output } from './output';

/** What one host is doing, in words. */
export function stageText(stage: Stage, secondsSince = 0): string {
  switch (stage.stage) {
    case 'reading':
      return 'reading';
    case 'applying': {
      const what = stage.what ? `: ${stage.what}` : '';
      return `applying, ${stage.done} of ${stage.of} changes done${what}`;
    }
    case 'reconnecting': {
      const left = Math.max(0, Math.round(stage.secondsLeft - secondsSince));
      return left > 0
        ? `connecting anew; unless confirmed the host goes back by itself in ${left} s`
        : 'connecting anew; the host is going back by itself';
    }
    case 'verifying':
      return 'applied, verifying over a new connection';
    case 'confirmed':
      return 'confirmed';
    case 'reverting':
      return `taking it back: ${stage.why}`;
  }
}

/** Tells what hosts are doing while they are worked on. */
export interface Progress {
  tell(host: string, stage: Stage): void;
  /** One line for all hosts, such as `read 12 of 200 hosts`. */
  count(text: string): void;
  /** Clears what was rewritten in place. */
  end(): void;
}

const silent: Progress = { tell() {}, count() {}, end() {} };

/** Rewritten in place on a terminal, a line for each new stage elsewhere, nothing when quiet. */
export function makeProgress(world: World, output: Output): Progress {
  if (output.quiet) return silent;
  const inPlace = world.stderr.isTerminal && world.env.TERM !== 'dumb';
  return inPlace ? new Rewritten(world) : new Lines(world);
}

/** A host that is taking a change back is doing so while it is connected to again. */
const keeps = (last: Stage['stage'] | undefined, next: Stage): boolean =>
  last === 'reverting' && next.stage === 'reconnecting';

class Lines implements Progress {
  readonly #world: World;
  readonly #last = new Map<string, Stage['stage']>();

  constructor(world: World) {
    this.#world = world;
  }

  tell(host: string, stage: Stage): void {
    // A trial connection says `reconnecting` each time, and each group of changes `applying`.
    const last = this.#last.get(host);
    if (last === stage.stage || keeps(last, stage)) return;
    this.#last.set(host, stage.stage);
    this.#world.stderr.write(`${host}: ${visible(stageText(stage), 500)}\n`);
  }

  count(): void {}
  end(): void {}
}

const WIDTH = 110;
const MOST = 15;

class Rewritten implements Progress {
  readonly #world: World;
  readonly #hosts = new Map<string, { stage: Stage; since: number }>();
  #count = '';
  #drawn = 0;
  // The countdown goes on while nothing is heard.
  #timer: NodeJS.Timeout | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  tell(host: string, stage: Stage): void {
    if (keeps(this.#hosts.get(host)?.stage.stage, stage)) return;
    if (stage.stage === 'confirmed') this.#hosts.delete(host);
    else this.#hosts.set(host, { stage, since: performance.now() });
    this.#timer ??= setInterval(() => this.#draw(), 500).unref();
    this.#draw();
  }

  count(text: string): void {
    this.#count = text;
    this.#draw();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#hosts.clear();
    this.#count = '';
    this.#draw();
  }

  #draw(): void {
    const lines = [...this.#hosts].map(([host, { stage, since }]) =>
      visible(`${host}: ${stageText(stage, (performance.now() - since) / 1000)}`, 500).slice(
        0,
        (this.#world.stderr.columns || WIDTH) - 1,
      ),
    );
    // More lines than the terminal has could not be taken back.
    const more = lines.length - MOST;
    if (more > 0) lines.splice(MOST, more, `and ${more} more hosts`);
    if (this.#count) lines.push(this.#count);
    const back = this.#drawn > 0 ? `\x1b[${this.#drawn}A\x1b[J` : '';
    this.#drawn = lines.length;
    if (back || lines.length > 0) this.#world.stderr.write(back + lines.map(line => `${line}\n`).join(''));
  }
}
