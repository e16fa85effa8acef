import { Buffer } from 'node:buffer';

import { expect, test } from '@jest/globals';

import type { Box } from './boxes.ts';
import { BoxReader } from './boxes.ts';
import { bytesSource } from '../byte-source.ts';
import { RangeReader } from '../range-reader.ts';

const head = (size: number, type: string): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32BE(size);
  bytes.write(type, 4, 'latin1');
  return bytes;
};
const large = (size: bigint, type: string): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(size);
  return Buffer.concat([head(1, type), bytes]);
};
const plan = { firstRead: 64, growth: 1, longestRead: 64, maxReads: 10_000 };
const boxesOf = (...parts: Buffer[]): BoxReader =>
  new BoxReader(new RangeReader(bytesSource(Buffer.concat(parts)), plan));

const all = async (boxes: AsyncIterable<Box>): Promise<[string, number, number][]> => {
  const found: [string, number, number][] = [];
  for await (const { type, body, end } of boxes) found.push([type, body, end]);
  return found;
};
const parentOf = (end: number): Box => ({ type: 'moov', start: 0, body: 0, end });

test('boxes have sizes of 32 bits, of 64 bits or up to the end of the file', async () => {
  const boxes = boxesOf(
    head(12, 'ftyp'),
    Buffer.alloc(4),
    large(20n, 'mdat'),
    Buffer.alloc(4),
    head(0, 'free'),
  );
  expect(await all(boxes.top())).toEqual([
    ['ftyp', 8, 12],
    ['mdat', 28, 32],
    ['free', 40, 40],
  ]);
});

test('a last box may run beyond the end of the file', async () => {
  expect(await all(boxesOf(head(8, 'ftyp'), head(100, 'mdat')).top())).toEqual([
    ['ftyp', 8, 8],
    ['mdat', 16, 108],
  ]);
});

test.each([
  ['is smaller than its head', head(7, 'free')],
  ['is smaller than its long head', large(15n, 'free')],
  ['lacks part of its long head', large(16n, 'free').subarray(0, 12)],
  ['lacks part of its head', head(8, 'free').subarray(0, 7)],
])('a box that %s ends the list', async (_what, broken) => {
  expect(await all(boxesOf(head(8, 'ftyp'), broken).top())).toEqual([['ftyp', 8, 8]]);
});

test('a child that outgrows its parent, or has no size, ends the list', async () => {
  for (const broken of [head(9, 'tkhd'), head(0, 'tkhd')]) {
    const boxes = boxesOf(head(8, 'mvhd'), broken, head(8, 'free'));
    expect(await all(boxes.inside(parentOf(16)))).toEqual([['mvhd', 8, 8]]);
  }
});

test('reading stops after too many boxes', async () => {
  const boxes = boxesOf(...Array.from({ length: 10_000 }, () => head(8, 'free')));
  expect((await all(boxes.top())).length).toBe(4096);
  expect(boxes.exhausted).toBe(true);
});

test('a box is found by its path, and none that does not exist', async () => {
  const boxes = boxesOf(head(24, 'trak'), head(16, 'mdia'), head(8, 'hdlr'));
  expect(await boxes.find(parentOf(24), 'trak', 'mdia', 'hdlr')).toMatchObject({ start: 16, end: 24 });
  expect(await boxes.find(parentOf(24), 'trak', 'minf')).toBeUndefined();
});
