import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { GrowableBuffer } from './growable-buffer.ts';

test('all chunks are kept in order, whatever size was expected', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.array(fc.uint8Array({ maxLength: 3000 })), (expected, chunks) => {
      const growing = new GrowableBuffer(expected);
      for (const chunk of chunks) growing.add(chunk);
      expect(Buffer.compare(growing.bytes(), Buffer.concat(chunks))).toBe(0);
    }),
  );
});

test('a chunk can be reused once it has been added', () => {
  const growing = new GrowableBuffer(2);
  const chunk = Uint8Array.of(1, 2);
  growing.add(chunk);
  chunk.fill(9);
  expect([...growing.bytes()]).toEqual([1, 2]);
});

test('reserved bytes that were not needed are released', () => {
  const growing = new GrowableBuffer(1_000_000);
  growing.add(Uint8Array.of(1));
  expect(growing.bytes().buffer.byteLength).toBe(1);
});

test.each([4, 1_000_000])('memory is freed at once when %i bytes were reserved', (expected) => {
  const growing = new GrowableBuffer(expected);
  growing.add(Uint8Array.of(1, 2, 3));
  const bytes = growing.bytes();
  growing.free();
  expect(bytes.buffer.detached).toBe(true);
  expect(bytes).toHaveLength(0);
});
