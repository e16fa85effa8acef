import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { type Backoff, backoffDelay } from './backoff.ts';

const backoff: Backoff = { firstMs: 100, longestMs: 1000 };

test('a delay doubles with each failure up to the longest', () => {
  const delays = [1, 2, 3, 4, 5, 6].map((failures) => backoffDelay(backoff, failures));
  expect(delays).toEqual([100, 200, 400, 800, 1000, 1000]);
});

test('a delay without jitter ignores randomness', () => {
  expect(backoffDelay(backoff, 2, 1)).toBe(200);
});

test('jitter that shortens takes away up to half of a delay, of the longest too', () => {
  const shortened: Backoff = { ...backoff, jitter: 'shorten' };
  expect([0, 0.5, 1].map((random) => backoffDelay(shortened, 2, random))).toEqual([100, 150, 200]);
  expect([0, 0.5, 1].map((random) => backoffDelay(shortened, 9, random))).toEqual([500, 750, 1000]);
});

test('jitter that lengthens adds up to half of a delay, of the longest too', () => {
  const lengthened: Backoff = { ...backoff, jitter: 'lengthen' };
  expect([0, 0.5, 1].map((random) => backoffDelay(lengthened, 2, random))).toEqual([200, 250, 300]);
  expect([0, 0.5, 1].map((random) => backoffDelay(lengthened, 9, random))).toEqual([1000, 1250, 1500]);
});

test('a delay stays within its bounds after any number of failures', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('shorten', 'lengthen', undefined),
      fc.integer({ min: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (jitter, failures, random) => {
        const delay = backoffDelay({ ...backoff, ...(jitter && { jitter }) }, failures, random);
        expect(delay).toBeGreaterThanOrEqual(jitter === 'shorten' ? 50 : 100);
        expect(delay).toBeLessThanOrEqual(jitter === 'lengthen' ? 1500 : 1000);
      },
    ),
  );
});
