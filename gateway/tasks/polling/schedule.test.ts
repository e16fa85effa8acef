import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { Schedule } from './schedule.ts';

test('a schedule gives what is due, the earliest first, each once', () => {
  const schedule = new Schedule<string>();
  schedule.put('late', 30);
  schedule.put('early', 10);
  schedule.put('moved', 5);
  schedule.put('moved', 20);
  schedule.put('gone', 1);
  schedule.remove('gone');
  expect(schedule.next()).toBe(10);
  expect(schedule.timeOf('moved')).toBe(20);
  expect(schedule.take(20)).toEqual(['early', 'moved']);
  expect(schedule.take(20)).toEqual([]);
  expect(schedule.next()).toBe(30);
});

test('a schedule agrees with a sorted list', () => {
  const item = fc.integer({ min: 0, max: 9 });
  const time = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(fc.array(fc.tuple(item, time)), time, (puts, now) => {
      const schedule = new Schedule<number>();
      for (const [one, at] of puts) schedule.put(one, at);
      const times = new Map(puts);
      expect(schedule.next()).toBe(times.size === 0 ? undefined : Math.min(...times.values()));
      const due = [...times].filter(([, at]) => at <= now).map(([one]) => one);
      expect(schedule.take(now).sort()).toEqual(due.sort());
    }),
  );
});
