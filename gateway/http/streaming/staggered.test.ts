import { expect, test } from '@jest/globals';

import { staggered } from './staggered.ts';

test.each([
  [25, [2, 3, 2, 3, 2, 3, 2, 3, 2, 3], 300],
  [2, [1, 1], 1500],
  [1, [1], undefined],
  [0, [], undefined],
])('%i actions are called once each, in groups with equal pauses', async (count, sizes, pauseMs) => {
  const done: number[] = [];
  const marks: number[] = [];
  const pauses = new Set<number>();
  const all = Array.from({ length: count }, (_, index) => () => void done.push(index));
  await staggered(all, 3000, (milliseconds) => {
    marks.push(done.length);
    pauses.add(milliseconds);
    return Promise.resolve();
  });
  marks.push(done.length);
  expect(done).toEqual(all.map((_, index) => index));
  expect(marks.map((mark, index) => mark - (marks[index - 1] ?? 0)).filter((size) => size > 0)).toEqual(
    sizes,
  );
  expect([...pauses]).toEqual(pauseMs === undefined ? [] : [pauseMs]);
});
