import type { ByteSource } from './byte-source.ts';

/** How a file is read: how much at a time, and how much in all before giving up. */
export interface ReadingPlan {
  /** Bytes of the first read. */
  readonly firstRead: number;
  /** Each further read is this many times as long as the one before… */
  readonly growth: number;
  /** …but never longer than this, unless more is asked for at once. */
  readonly longestRead: number;
  /** Reads in all. With `longestRead` it bounds what a hostile file can cost. */
  readonly maxReads: number;
}

const keptWindows = 4;

/** Reads small pieces of a {@link ByteSource} in few, bounded reads. */
export class RangeReader implements ByteSource {
  readonly size: number | undefined;
  readonly #source: ByteSource;
  readonly #plan: ReadingPlan;
  readonly #windows: { start: number; bytes: Uint8Array; last: boolean }[] = [];
  #nextRead: number;
  #reads = 0;

  constructor(source: ByteSource, plan: ReadingPlan) {
    this.size = source.size;
    this.#source = source;
    this.#plan = plan;
    this.#nextRead = plan.firstRead;
  }

  /** Whether bytes were withheld because the plan's reads are used up. */
  get exhausted(): boolean {
    return this.#reads > this.#plan.maxReads;
  }

  /** Exactly `length` bytes from `offset`; undefined when the source ends before, or the plan's reads are used up. */
  async exactly(offset: number, length: number): Promise<Uint8Array | undefined> {
    const bytes = await this.upTo(offset, length);
    return bytes.length === length ? bytes : undefined;
  }

  /** Up to `length` bytes from `offset`, fewer where the source ends, none when the plan's reads are used up. */
  async upTo(offset: number, length: number): Promise<Uint8Array> {
    const within = this.#within(offset, length);
    const kept = this.#kept(offset, within);
    if (kept) return kept;
    this.#reads += 1;
    if (this.exhausted) return new Uint8Array();
    const asked = Math.max(within, this.#nextRead);
    const bytes = await this.#source.read(offset, asked);
    this.#nextRead = Math.min(this.#nextRead * this.#plan.growth, this.#plan.longestRead);
    this.#windows.unshift({ start: offset, bytes, last: bytes.length < asked });
    this.#windows.length = Math.min(this.#windows.length, keptWindows);
    return bytes.subarray(0, within);
  }

  /** As a source: what was read before is not read again; the rest is read as asked, outside of the plan. */
  async read(offset: number, length: number): Promise<Uint8Array> {
    const within = this.#within(offset, length);
    return this.#kept(offset, within) ?? this.#source.read(offset, within);
  }

  #within(offset: number, length: number): number {
    if (!Number.isSafeInteger(offset)) return 0;
    return this.size === undefined ? length : Math.max(0, Math.min(length, this.size - offset));
  }

  #kept(offset: number, length: number): Uint8Array | undefined {
    if (length === 0) return new Uint8Array();
    for (const { start, bytes, last } of this.#windows) {
      const from = offset - start;
      if (from >= 0 && (last || from + length <= bytes.length)) return bytes.subarray(from, from + length);
    }
    return undefined;
  }
}
