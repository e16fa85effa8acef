import { expect, test } from '@jest/globals';

import { FakeClock } from '../../testing/fake-clock.ts';
import { WakeTimer } from './wake-timer.ts';

function wakeTimer() {
  const clock = new FakeClock();
  const start = clock.now();
  const wakes: number[] = [];
  const timer = new WakeTimer({ now: clock.now, timers: clock }, () => wakes.push(clock.now() - start));
  return { clock, start, timer, wakes };
}

test('a wake timer wakes once, at the time that was asked for', async () => {
  const { clock, start, timer, wakes } = wakeTimer();
  timer.wakeBy(start + 1000);
  await clock.advance(999);
  expect(wakes).toEqual([]);
  await clock.advance(60_000);
  expect(wakes).toEqual([1000]);
});

test('a wake timer asked for several times wakes at the earliest only, with one timer', async () => {
  const { clock, start, timer, wakes } = wakeTimer();
  for (const at of [2000, 1000, 3000]) timer.wakeBy(start + at);
  expect(clock.pending).toBe(1);
  await clock.advance(60_000);
  expect(wakes).toEqual([1000]);
});

test('a wake timer asked for a time in the past wakes without delay, but not within the call', async () => {
  const { clock, start, timer, wakes } = wakeTimer();
  timer.wakeBy(start - 5000);
  expect(wakes).toEqual([]);
  await clock.advance(0);
  expect(wakes).toEqual([0]);
});

test('a wake timer can be asked for another time while it wakes', async () => {
  const clock = new FakeClock();
  const start = clock.now();
  const wakes: number[] = [];
  const timer = new WakeTimer({ now: clock.now, timers: clock }, () => {
    wakes.push(clock.now() - start);
    if (wakes.length === 1) timer.wakeBy(start + 2000);
  });
  timer.wakeBy(start + 1000);
  await clock.advance(60_000);
  expect(wakes).toEqual([1000, 2000]);
});

test('a closed wake timer never wakes, and sets no timer', async () => {
  const { clock, start, timer, wakes } = wakeTimer();
  timer.wakeBy(start + 1000);
  timer.close();
  timer.wakeBy(start + 500);
  expect(clock.pending).toBe(0);
  await clock.advance(60_000);
  expect(wakes).toEqual([]);
});
