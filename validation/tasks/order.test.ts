import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { Element } from '../kling/element.ts';
import type { Task, TaskStatus } from '../kling/task.ts';
import { hasDetails, mergeTask } from './order.ts';

const task = (status: TaskStatus, fields: Partial<Task> = {}): Task => ({
  id: 't',
  externalId: null,
  status,
  unknownStatus: null,
  statusMessage: null,
  elements: [],
  voices: [],
  createdAt: 1,
  updatedAt: 1,
  unitsCharged: null,
  ...fields,
});

const element = (fields: Partial<Element> = {}): Element => ({
  id: 'e',
  name: 'n',
  description: 'd',
  referenceType: 'IMAGE',
  frontalImage: 'f',
  otherImages: [],
  video: null,
  voice: null,
  tags: [],
  preset: false,
  owner: 'o',
  deleted: false,
  ...fields,
});

test('the first news of a task is its state', () => {
  const news = task('PROCESSING');
  expect(mergeTask(undefined, news)).toEqual({ task: news, statusChanged: true });
});

test.each<[TaskStatus, TaskStatus]>([
  ['SUBMITTED', 'PROCESSING'],
  ['SUBMITTED', 'FAILED'],
  ['PROCESSING', 'SUCCEEDED'],
])('%s moves on to %s, even when the clock of the news is behind', (from, to) => {
  const merged = mergeTask(task(from, { updatedAt: 9 }), task(to, { updatedAt: 2 }));
  expect(merged).toMatchObject({ statusChanged: true, task: { status: to, updatedAt: 9 } });
});

test.each<[TaskStatus, TaskStatus]>([
  ['PROCESSING', 'SUBMITTED'],
  ['SUCCEEDED', 'PROCESSING'],
  ['FAILED', 'SUCCEEDED'],
  ['SUCCEEDED', 'FAILED'],
])('%s never becomes %s', (from, to) => {
  const known = task(from);
  const merged = mergeTask(known, task(to, { updatedAt: 99 }));
  expect(merged.statusChanged).toBe(false);
  expect(merged.task).toBe(known);
});

test('repeated news changes nothing', () => {
  const known = task('SUCCEEDED', { elements: [element()] });
  expect(mergeTask(known, structuredClone(known)).task).toBe(known);
});

test('news of the same status fills in what was missing and forgets nothing', () => {
  const known = task('SUCCEEDED', { elements: [element({ tags: ['ITEM'] })], externalId: 'x' });
  const merged = mergeTask(known, task('SUCCEEDED', { updatedAt: 5, unitsCharged: '0' }));
  expect(merged).toEqual({
    statusChanged: false,
    task: { ...known, updatedAt: 5, unitsCharged: '0' },
  });
});

test('a deleted element stays deleted', () => {
  const known = task('SUCCEEDED', { elements: [element({ deleted: true })] });
  const merged = mergeTask(known, task('SUCCEEDED', { elements: [element()], updatedAt: 9 }));
  expect(merged.task.elements[0]?.deleted).toBe(true);
});

test('late news can still tell the external id', () => {
  const merged = mergeTask(task('PROCESSING'), task('SUBMITTED', { externalId: 'x' }));
  expect(merged).toMatchObject({ statusChanged: false, task: { status: 'PROCESSING', externalId: 'x' } });
});

describe('any news in any order, repeated at will', () => {
  const rank = { SUBMITTED: 0, PROCESSING: 1, SUCCEEDED: 2, FAILED: 2 };
  const news = fc.record({
    status: fc.constantFrom<TaskStatus>('SUBMITTED', 'PROCESSING', 'SUCCEEDED'),
    updatedAt: fc.nat(20),
    elements: fc.constantFrom<Element[]>([], [element()], [element({ deleted: true })]),
  });

  test('statuses only move forward, each is told once, and the end is the furthest', () => {
    fc.assert(
      fc.property(fc.array(news, { minLength: 1 }), (list) => {
        let known: Task | undefined;
        const told: TaskStatus[] = [];
        for (const one of list) {
          const merged = mergeTask(known, task(one.status, one));
          if (merged.statusChanged) told.push(merged.task.status);
          known = merged.task;
        }
        const ranks = told.map((status) => rank[status]);
        expect(ranks).toEqual([...new Set(ranks)].sort());
        expect(rank[known?.status ?? 'SUBMITTED']).toBe(Math.max(...list.map(({ status }) => rank[status])));
      }),
    );
  });

  test('hearing it all again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(news, { minLength: 1 }), (list) => {
        const hear = (start: Task | undefined) =>
          list.reduce<Task | undefined>((known, one) => mergeTask(known, task(one.status, one)).task, start);
        const once = hear(undefined);
        const again = list.some((one) => mergeTask(once, task(one.status, one)).statusChanged);
        expect(again).toBe(false);
      }),
    );
  });
});

test.each<[Task, boolean]>([
  [task('PROCESSING'), false],
  [task('SUCCEEDED'), false],
  [task('SUCCEEDED', { elements: [element()] }), true],
  [task('FAILED'), true],
])('complete: %#', (one, complete) => {
  expect(hasDetails(one)).toBe(complete);
});
