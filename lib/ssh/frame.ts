import type { FramedProgram } from './program';

/** How much of what came before the begin marker is kept, for the error message. */
const MAX_NOISE = 4096;

/** Why a reply cannot be used. */
export type FrameProblem = 'too-long' | 'garbled-end';

/** Takes the program's own output out of a stream that may begin with a banner and end in noise. */
export class FrameReader {
  readonly #begin: Buffer;
  readonly #end: Buffer;
  readonly #maxBytes: number;
  readonly #onBody: (chunk: Buffer) => void;
  #state: 'before' | 'body' | 'code' | 'after' = 'before';
  #pending: Buffer = Buffer.alloc(0);
  #noise: Buffer = Buffer.alloc(0);
  #skipped = 0;
  #bytes = 0;
  readonly #body: Buffer[] = [];
  #code: number | undefined;
  #problem: FrameProblem | undefined;

  constructor({ begin, end }: FramedProgram, maxBytes: number, onBody: (chunk: Buffer) => void = () => {}) {
    this.#begin = Buffer.from(begin);
    this.#end = Buffer.from(end);
    this.#maxBytes = maxBytes;
    this.#onBody = onBody;
  }

  get begun(): boolean {
    return this.#state !== 'before';
  }
  /** The exit code; undefined until the whole end marker is there. */
  get code(): number | undefined {
    return this.#code;
  }
  get problem(): FrameProblem | undefined {
    return this.#problem;
  }
  /** The last of what came before the begin marker. */
  get noise(): string {
    return Buffer.concat([this.#noise, this.#state === 'before' ? this.#pending : Buffer.alloc(0)]).toString(
      'utf8',
    );
  }
  /** The output so far; bytes that are not UTF-8 become U+FFFD. */
  get text(): string {
    return Buffer.concat(this.#body).toString('utf8');
  }

  push(chunk: Buffer): void {
    if (this.#state === 'after' || this.#problem !== undefined) return;
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    if (this.#state === 'before') this.#readNoise();
    if (this.#state === 'body') this.#readBody();
    if (this.#state === 'code') this.#readCode();
  }

  #readNoise(): void {
    const noise = this.#takeUntil(this.#begin);
    this.#skipped += noise.taken.length;
    this.#noise = Buffer.concat([this.#noise, noise.taken]).subarray(-MAX_NOISE);
    if (this.#skipped > this.#maxBytes) this.#problem = 'too-long';
    else if (noise.found) this.#state = 'body';
  }

  #readBody(): void {
    const { taken, found } = this.#takeUntil(this.#end);
    this.#bytes += taken.length;
    if (this.#bytes > this.#maxBytes) {
      this.#problem = 'too-long';
      return;
    }
    if (taken.length > 0) {
      this.#body.push(taken);
      this.#onBody(taken);
    }
    if (found) this.#state = 'code';
  }

  #readCode(): void {
    const newline = this.#pending.indexOf('\n');
    const code =
      newline < 0 ? this.#pending.toString('latin1', 0, 8) : this.#pending.toString('latin1', 0, newline);
    if (!/^\d{0,3}$/.test(code) || newline === 0) this.#problem = 'garbled-end';
    else if (newline > 0) {
      this.#code = Number(code);
      this.#state = 'after';
    }
  }

  // A marker may be torn between two packets: what looks like its beginning waits for the next one.
  #takeUntil(marker: Buffer): { taken: Buffer; found: boolean } {
    const at = this.#pending.indexOf(marker);
    const length = at >= 0 ? at : this.#pending.length - overlap(this.#pending, marker);
    const taken = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(at >= 0 ? at + marker.length : length);
    return { taken, found: at >= 0 };
  }
}

/** How many bytes at the end of `data` could be the beginning of `marker`. */
function overlap(data: Buffer, marker: Buffer): number {
  let length = Math.min(data.length, marker.length - 1);
  while (length > 0 && !data.subarray(-length).equals(marker.subarray(0, length))) length -= 1;
  return length;
}
