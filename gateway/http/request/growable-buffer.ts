/**
 * Collects chunks into one contiguous buffer as they arrive: a chunk can be garbage-collected as soon as it is added,
 * and the whole is not copied at the end.
 */
export class GrowableBuffer {
  #buffer: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** @param expected bytes to reserve; they take no memory before they are written */
  constructor(expected: number) {
    this.#buffer = new Uint8Array(Math.max(expected, 1024));
  }

  add(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(length, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.#length));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#length);
    this.#length = length;
  }

  /** All bytes so far; a view, unless more than half of the reserved bytes were not needed. */
  bytes(): Uint8Array<ArrayBuffer> {
    const bytes = this.#buffer.subarray(0, this.#length);
    if (this.#length * 2 < this.#buffer.length) {
      this.#buffer = bytes.slice();
      return this.#buffer;
    }
    return bytes;
  }

  /** Returns the memory at once; what `bytes` returned becomes empty. */
  free(): void {
    this.#buffer.buffer.transfer(0);
  }
}
