import { expect, test } from '@jest/globals';

import { RateLimiter } from './rate-limiter.ts';

/** How many calls a rate limiter allows within a minute to a caller that makes every call it may. */
function callsInAMinute(tasks: number): number {
  let now = 0;
  let calls = 0;
  const limiter = new RateLimiter(() => now);
  for (;;) {
    now += limiter.wait(tasks);
    if (now >= 60_000) return calls;
    limiter.spend();
    calls += 1;
  }
}

test.each([
  [1, 60],
  [1000, 60],
  [10_000, 600],
])('polling %i tasks takes at most %i calls a minute', (tasks, limit) => {
  expect(callsInAMinute(tasks)).toBeLessThanOrEqual(limit);
  expect(callsInAMinute(tasks)).toBeGreaterThan(limit * 0.75);
});

test('after calls in excess of the rate, the limiter waits until they are made up for', () => {
  let now = 0;
  const limiter = new RateLimiter(() => now);
  for (let call = 0; call < 20; call += 1) limiter.spend();
  now += 10_000;
  expect(limiter.wait(1)).toBeGreaterThan(0);
  now += limiter.wait(1);
  expect(limiter.wait(1)).toBe(0);
});
