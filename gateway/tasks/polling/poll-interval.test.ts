import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { backoffDelay } from '../../runtime/backoff.ts';
import { nextPollAt, pollBackoff, pollIntervalAt } from './poll-interval.ts';

const bounds = { pollMinMs: 1000, pollMaxMs: 15_000 };

test.each([
  [0, false, 1000],
  [8000, false, 1000],
  [40_000, false, 5000],
  [40_000, true, 2500],
  [3_600_000, false, 15_000],
  [3_600_000, true, 7500],
  [-5000, false, 1000],
])('a task of %i ms, with subscribers: %s, has a poll interval of %i ms', (age, hasSubscribers, interval) => {
  expect(pollIntervalAt(age, hasSubscribers, bounds)).toBe(interval);
});

test('the next poll is never much sooner than the interval, and never later than the longest one', () => {
  const time = fc.integer({ min: 0, max: 2_000_000_000_000 });
  const interval = fc.integer({ min: 1000, max: 15_000 });
  fc.assert(
    fc.property(time, interval, (now, intervalMs) => {
      const delay = nextPollAt(now, intervalMs, bounds) - now;
      expect(delay).toBeGreaterThanOrEqual(Math.min(intervalMs, 15_000 - 4000));
      expect(delay).toBeLessThanOrEqual(Math.max(15_000, intervalMs));
    }),
  );
});

test('tasks with similar intervals are polled at the same time', () => {
  const fast = Array.from({ length: 500 }, (_, now) => nextPollAt(now + 1, 1000, bounds));
  expect(new Set(fast).size).toBe(1);
  const slow = Array.from({ length: 4000 }, (_, now) => nextPollAt(now + 3001, 9000, bounds));
  expect(new Set(slow).size).toBe(1);
});

test('polls that fail in a row make the delay grow, up to a bound, with jitter', () => {
  const delay = (failures: number, random: number) => backoffDelay(pollBackoff(bounds), failures, random);
  expect([1, 2, 3, 50].map((failures) => delay(failures, 1))).toEqual([2000, 4000, 8000, 60_000]);
  expect(delay(3, 0)).toBe(4000);
});
