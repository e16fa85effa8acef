import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { backoff, nextPollAt, pollIntervalAt } from './poll-interval.ts';

const bounds = { pollMinMs: 1000, pollMaxMs: 15_000 };

test.each([
  [0, false, 1000],
  [8000, false, 1000],
  [40_000, false, 5000],
  [40_000, true, 2500],
  [3_600_000, false, 15_000],
  [3_600_000, true, 7500],
  [-5000, false, 1000],
])('at an age of %i ms, watched: %s, the pause is %i ms', (age, watched, pause) => {
  expect(pollIntervalAt(age, watched, bounds)).toBe(pause);
});

describe('the next look', () => {
  const time = fc.integer({ min: 0, max: 2_000_000_000_000 });
  const pause = fc.integer({ min: 1000, max: 15_000 });

  test('is never much sooner than the pause, and never later than the longest one', () => {
    fc.assert(
      fc.property(time, pause, (now, wanted) => {
        const delay = nextPollAt(now, wanted, bounds) - now;
        expect(delay).toBeGreaterThanOrEqual(Math.min(wanted, 15_000 - 4000));
        expect(delay).toBeLessThanOrEqual(Math.max(15_000, wanted));
      }),
    );
  });

  test('brings tasks with like pauses together', () => {
    const looks = Array.from({ length: 500 }, (_, now) => nextPollAt(now + 1, 1000, bounds));
    expect(new Set(looks).size).toBe(1);
    const slow = Array.from({ length: 4000 }, (_, now) => nextPollAt(now + 3001, 9000, bounds));
    expect(new Set(slow).size).toBe(1);
  });
});

test('failures in a row make the pause grow, up to a bound, with jitter', () => {
  expect([1, 2, 3, 50].map((failures) => backoff(failures, 1, bounds))).toEqual([2000, 4000, 8000, 60_000]);
  expect(backoff(3, 0, bounds)).toBe(4000);
});
