import { expect, test } from '@jest/globals';

import { cursorOf, readChangeCursor } from './change-cursor.ts';

test.each([
  { sequence: 1, at: 0 },
  { sequence: 2 ** 50, at: 1_764_000_000_000 },
])('a cursor leads back to the position of its change: %j', (position) => {
  expect(readChangeCursor(cursorOf(position))).toEqual(position);
});

test.each(['', '1', '1-', 'a b-c', '1-2-3', '1-2\n', 'WyJ0YXNrcyIsMF0'])(
  '%j is no cursor of a change',
  (text) => {
    expect(readChangeCursor(text)).toBeUndefined();
  },
);
