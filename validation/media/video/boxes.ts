import type { RangeReader } from '../range-reader.ts';

/** A box of ISO/IEC 14496-12 (an atom of QuickTime): where it starts, where its body starts, where it ends. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly body: number;
  /** Infinity for a last box that runs to the end of a source of unknown size. */
  readonly end: number;
}

/** Files of a few seconds have some dozens of boxes, fragmented ones some hundred. */
const maxBoxes = 4096;

/** Goes through the boxes of a file by ranges. What is no box, or no longer fits into its parent, ends the list. */
export class BoxReader {
  readonly #reader: RangeReader;
  #boxes = 0;

  constructor(reader: RangeReader) {
    this.#reader = reader;
  }

  /** Whether boxes were left out because there are too many of them or they lie too far apart. */
  get exhausted(): boolean {
    return this.#boxes > maxBoxes || this.#reader.exhausted;
  }

  /** The boxes at the top of the file. The last one may end beyond the source's end: then the file is cut off. */
  async *top(): AsyncGenerator<Box> {
    let at = 0;
    for (;;) {
      const box = await this.#boxAt(at, this.#reader.size ?? Infinity);
      if (!box) return;
      yield box;
      at = box.end;
    }
  }

  /** The boxes between `from` and the end of `parent`. */
  async *inside(parent: Box, from = parent.body): AsyncGenerator<Box> {
    let at = from;
    while (at < parent.end) {
      const box = await this.#boxAt(at, parent.end);
      if (!box || box.end > parent.end) return;
      yield box;
      at = box.end;
    }
  }

  /** The first box at the end of a path of types, such as `find(track, 'mdia', 'hdlr')`. */
  async find(parent: Box, ...path: readonly string[]): Promise<Box | undefined> {
    const [type, ...rest] = path;
    if (type === undefined) return parent;
    for await (const box of this.inside(parent)) {
      if (box.type === type) return this.find(box, ...rest);
    }
    return undefined;
  }

  /** Up to `length` bytes of the box's body from `offset` on; a view that is shorter where the box ends. */
  async body(box: Box, length: number, offset = 0): Promise<DataView> {
    const start = box.body + offset;
    const bytes = await this.#reader.upTo(start, Math.max(0, Math.min(length, box.end - start)));
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  async #boxAt(start: number, limit: number): Promise<Box | undefined> {
    this.#boxes += 1;
    if (this.exhausted) return undefined;
    const head = await this.#reader.upTo(start, 16);
    if (head.length < 8) return undefined;
    const view = new DataView(head.buffer, head.byteOffset, head.length);
    const type = String.fromCharCode(...head.subarray(4, 8));
    const size = view.getUint32(0);
    // Size 0 runs to the end of the file; inside a box it is QuickTime's end of a list.
    if (size === 0) {
      return limit === (this.#reader.size ?? Infinity)
        ? { type, start, body: start + 8, end: limit }
        : undefined;
    }
    if (size !== 1) return size < 8 ? undefined : { type, start, body: start + 8, end: start + size };
    if (head.length < 16) return undefined;
    const largeSize = Number(view.getBigUint64(8));
    return largeSize < 16 ? undefined : { type, start, body: start + 16, end: start + largeSize };
  }
}
