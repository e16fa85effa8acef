/** Bytes that are read in ranges, so that measuring a file never needs the whole of it. */
export interface ByteSource {
  /** The number of bytes; undefined if it is not known. */
  readonly size: number | undefined;
  /** A number of bytes that there are at least; useful where `size` is not known. */
  readonly atLeast?: number;
  /**
   * Up to `length` bytes from `offset`: fewer only where the source ends, none beyond its end.
   * Rejects when the bytes cannot be had.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes that are already in memory. The ranges are views, not copies. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}
