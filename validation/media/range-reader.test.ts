import { expect, test } from '@jest/globals';

import type { ByteSource } from './byte-source.ts';
import { bytesSource } from './byte-source.ts';
import { RangeReader } from './range-reader.ts';

const plan = { firstRead: 10, growth: 2, longestRead: 40, maxReads: 4 };
const bytes = Uint8Array.from({ length: 200 }, (_, index) => index);

const recorded = (size: number | undefined): { source: ByteSource; reads: [number, number][] } => {
  const reads: [number, number][] = [];
  const read = (offset: number, length: number): Promise<Uint8Array> => {
    reads.push([offset, length]);
    return bytesSource(bytes).read(offset, length);
  };
  return { source: { size, read }, reads };
};

test('a range reader reads ahead in growing steps and serves small pieces from what it has read', async () => {
  const { source, reads } = recorded(200);
  const reader = new RangeReader(source, plan);
  for (const offset of [0, 4, 8, 20, 30, 60, 8, 100]) {
    expect([...(await reader.upTo(offset, 2))]).toEqual([offset, offset + 1]);
  }
  expect(reads).toEqual([
    [0, 10],
    [20, 20],
    [60, 40],
    [100, 40],
  ]);
});

test('a range reader gives nothing more once its reads are used up', async () => {
  const { source, reads } = recorded(200);
  const reader = new RangeReader(source, plan);
  for (const offset of [0, 50, 100, 150]) await reader.upTo(offset, 1);
  expect(reader.exhausted).toBe(false);
  expect(await reader.exactly(199, 1)).toBeUndefined();
  expect(reader.exhausted).toBe(true);
  expect(reads).toHaveLength(4);
});

test.each([200, undefined])(
  'knows the end of a source of size %p and does not read there again',
  async (size) => {
    const { source, reads } = recorded(size);
    const reader = new RangeReader(source, plan);
    expect(await reader.upTo(195, 8)).toHaveLength(5);
    expect(await reader.exactly(198, 3)).toBeUndefined();
    expect(await reader.upTo(200, 3)).toHaveLength(0);
    expect(reads).toHaveLength(1);
  },
);

test('a range reader used as a source reads what is asked for, and nothing twice', async () => {
  const { source, reads } = recorded(200);
  const reader = new RangeReader(source, plan);
  await reader.upTo(0, 1);
  expect(await reader.read(5, 5)).toHaveLength(5);
  expect(await reader.read(190, 50)).toHaveLength(10);
  expect(reads).toEqual([
    [0, 10],
    [190, 10],
  ]);
});

test.each([2 ** 60, Infinity, NaN])('a range reader gives nothing at offset %p', async (offset) => {
  const { source, reads } = recorded(200);
  expect(await new RangeReader(source, plan).upTo(offset, 4)).toHaveLength(0);
  expect(reads).toEqual([]);
});
