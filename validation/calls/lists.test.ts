import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { pageHolding } from './lists.ts';

test.each([
  [0, 25, { pageNum: 1, pageSize: 25, skip: 0 }],
  [25, 25, { pageNum: 2, pageSize: 25, skip: 0 }],
  [5, 5, { pageNum: 2, pageSize: 5, skip: 0 }],
  [7, 5, { pageNum: 2, pageSize: 6, skip: 1 }],
  [499, 2, { pageNum: 167, pageSize: 3, skip: 1 }],
])('after %i entries, %i wanted entries are requested from the right page', (offset, count, page) => {
  expect(pageHolding(offset, count, 1000)).toEqual(page);
});

test('the page is the smallest that Kling serves with all requested entries in it', () => {
  const cases = fc.tuple(fc.nat(40_000), fc.integer({ min: 1, max: 500 }));
  fc.assert(
    fc.property(cases, ([offset, count]) => {
      const { pageNum, pageSize, skip } = pageHolding(offset, count, 500);
      expect((pageNum - 1) * pageSize + skip).toBe(offset);
      expect(pageSize).toBeLessThanOrEqual(500);
      expect(pageNum).toBeLessThanOrEqual(1000);
      const holds = (size: number) =>
        (offset % size) + count <= size && Math.floor(offset / size) + 1 <= 1000;
      const fitting = Array.from({ length: 500 }, (_, index) => index + 1).filter(holds);
      expect(pageSize).toBe(fitting[0] ?? 500);
      // No page holds them all: then one that reaches beyond `offset`, so that the reader gets on.
      expect(skip).toBeLessThan(pageSize);
    }),
  );
});

test('a small page far into the list is requested as part of a larger one, as page numbers end at 1000', () => {
  expect(pageHolding(1000, 1, 500)).toEqual({ pageNum: 501, pageSize: 2, skip: 0 });
  expect(pageHolding(400_000, 10, 500)).toEqual({ pageNum: 998, pageSize: 401, skip: 203 });
});

test('entries beyond a thousand of the largest pages have a page number above 1000', () => {
  expect(pageHolding(500_000, 10, 500)).toEqual({ pageNum: 1001, pageSize: 500, skip: 0 });
});
