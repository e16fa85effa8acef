import { expect, test } from '@jest/globals';

import { RateLimiter } from './rate-limiter.ts';

/** How many calls a budget allows within a minute to somebody who makes every one that he may. */
function callsInAMinute(followed: number): number {
  let now = 0;
  let calls = 0;
  const budget = new RateLimiter(() => now);
  for (;;) {
    now += budget.wait(followed);
    if (now >= 60_000) return calls;
    budget.spend();
    calls += 1;
  }
}

test.each([
  [1, 60],
  [1000, 60],
  [10_000, 600],
])('for %i tasks there are at most %i calls a minute', (followed, limit) => {
  expect(callsInAMinute(followed)).toBeLessThanOrEqual(limit);
  expect(callsInAMinute(followed)).toBeGreaterThan(limit * 0.75);
});

test('a few calls may be made at once after a quiet time, and a debt is waited for', () => {
  let now = 0;
  const budget = new RateLimiter(() => now);
  for (let call = 0; call < 20; call += 1) budget.spend();
  now += 10_000;
  expect(budget.wait(1)).toBeGreaterThan(0);
  now += budget.wait(1);
  expect(budget.wait(1)).toBe(0);
});
