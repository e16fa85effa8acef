import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { Schedule } from './schedule.ts';

test('gives what is due, the earliest first, each once', () => {
  const agenda = new Schedule<string>();
  agenda.put('late', 30);
  agenda.put('early', 10);
  agenda.put('moved', 5);
  agenda.put('moved', 20);
  agenda.put('gone', 1);
  agenda.remove('gone');
  expect(agenda.next()).toBe(10);
  expect(agenda.timeOf('moved')).toBe(20);
  expect(agenda.take(20)).toEqual(['early', 'moved']);
  expect(agenda.take(20)).toEqual([]);
  expect(agenda.next()).toBe(30);
});

test('agrees with a sorted list', () => {
  const item = fc.integer({ min: 0, max: 9 });
  const time = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(fc.array(fc.tuple(item, time)), time, (puts, now) => {
      const agenda = new Schedule<number>();
      for (const [one, at] of puts) agenda.put(one, at);
      const times = new Map(puts);
      expect(agenda.next()).toBe(times.size === 0 ? undefined : Math.min(...times.values()));
      const due = [...times].filter(([, at]) => at <= now).map(([one]) => one);
      expect(agenda.take(now).sort()).toEqual(due.sort());
    }),
  );
});
