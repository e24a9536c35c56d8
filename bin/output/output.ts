import pc from 'picocolors';
import type { World } from '../world';

export type Paint = ReturnType<typeof pc.createColors>;

/** What a command says: data on stdout, talk on stderr, and colours only where a terminal shows them. */
export interface Output {
  /** A line, or lines, of data. Silent with `--json`, where there is one document. */
  data(text: string): void;
  /** The one document of `--json`, or data that is taken as it is. */
  raw(text: string): void;
  talk(text: string): void;
  /** What to do next. */
  hint(text: string): void;
  readonly paint: Paint;
  readonly json: boolean;
  readonly quiet: boolean;
}

interface Wishes {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
}

export const canPaint = ({ env }: World, isTerminal: boolean, wanted = true): boolean =>
  wanted && isTerminal && !env.NO_COLOR && env.TERM !== 'dumb';

export function makeOutput(world: World, { json = false, quiet = false, color = true }: Wishes): Output {
  const talkPaint = pc.createColors(canPaint(world, world.stderr.isTerminal, color));
  return {
    data: text => {
      if (!json) world.stdout.write(`${text}\n`);
    },
    raw: text => world.stdout.write(text),
    talk: text => world.stderr.write(`${text}\n`),
    hint: text => {
      if (!quiet && !json) world.stderr.write(`${talkPaint.dim(text)}\n`);
    },
    paint: pc.createColors(canPaint(world, world.stdout.isTerminal, color)),
    json,
    quiet,
  };
}
