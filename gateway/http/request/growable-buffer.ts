/**
 * Bytes that come in chunks, gathered into one piece at once: a chunk can be let go as soon as it is added, and no
 * copy of the whole is made at the end.
 */
export class GrowableBuffer {
  #buffer: Uint8Array<ArrayBuffer>;
  #length = 0;

  /** @param expected how many bytes to make room for; the room costs no memory before it is written to */
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

  /** All bytes so far; a view, unless most of the room turned out not to be needed. */
  bytes(): Uint8Array<ArrayBuffer> {
    const bytes = this.#buffer.subarray(0, this.#length);
    if (this.#length * 2 < this.#buffer.length) {
      this.#buffer = bytes.slice();
      return this.#buffer;
    }
    return bytes;
  }

  /** Gives the memory back at once; what `bytes` returned is empty from now on. */
  free(): void {
    this.#buffer.buffer.transfer(0);
  }
}
