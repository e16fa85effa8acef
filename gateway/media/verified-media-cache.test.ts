import { expect, test } from '@jest/globals';

import { createVerifiedMediaCache } from './verified-media-cache.ts';

test('media are remembered for a minute from their look on, however often they are asked for', () => {
  let time = 1000;
  const fine = createVerifiedMediaCache(() => time);
  fine.set('image https://a.org/1', true);
  for (time = 1000; time <= 60_000; time += 10_000) expect(fine.has('image https://a.org/1')).toBe(true);
  time = 61_001;
  expect(fine.has('image https://a.org/1')).toBe(false);
});

test('the eldest of too many are forgotten', () => {
  const fine = createVerifiedMediaCache();
  for (let at = 0; at <= 1000; at += 1) fine.set(`image https://a.org/${at}`, true);
  expect(fine.has('image https://a.org/0')).toBe(false);
  expect(fine.has('image https://a.org/1000')).toBe(true);
});

test('neither are addresses kept that are enormous, alone or together', () => {
  const fine = createVerifiedMediaCache();
  const long = (name: string) => `image https://a.org/${name.padEnd(300_000, '-')}`;
  fine.set(`image https://a.org/${'x'.repeat(1_000_000)}`, true);
  expect(fine.has(`image https://a.org/${'x'.repeat(1_000_000)}`)).toBe(false);
  for (const name of ['a', 'b', 'c', 'd']) fine.set(long(name), true);
  expect(['a', 'b', 'c', 'd'].map((name) => fine.has(long(name)))).toEqual([false, true, true, true]);
});
