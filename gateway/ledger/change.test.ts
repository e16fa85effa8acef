import { expect, test } from '@jest/globals';

import { expired } from './change.ts';

const positions = (...ats: number[]) => ats.map((at, index) => ({ sequence: index + 10, at }));

test.each([
  ['nothing of an empty log', [], undefined],
  ['nothing of a log with one change', [1], undefined],
  ['nothing if the first change is young', [9, 1, 1], undefined],
  ['the old changes', [1, 2, 9, 9], { count: 2, upTo: 11 }],
  ['nothing after the first young change', [1, 9, 1, 1], { count: 1, upTo: 10 }],
  ['all but the last', [1, 2, 3], { count: 2, upTo: 11 }],
])('expired() gives %s', (_, ats, result) => {
  expect(expired(positions(...ats), 5)).toEqual(result);
});
