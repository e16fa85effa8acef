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
  videos: [],
  images: [],
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

test('the first update of a task is its state', () => {
  const update = task('PROCESSING');
  expect(mergeTask(undefined, update)).toEqual({ task: update, statusChanged: true });
});

test.each<[TaskStatus, TaskStatus]>([
  ['SUBMITTED', 'PROCESSING'],
  ['SUBMITTED', 'FAILED'],
  ['PROCESSING', 'SUCCEEDED'],
])('a task moves on from %s to %s, even when the update has an earlier time', (from, to) => {
  const merged = mergeTask(task(from, { updatedAt: 9 }), task(to, { updatedAt: 2 }));
  expect(merged).toMatchObject({ statusChanged: true, task: { status: to, updatedAt: 9 } });
});

test.each<[TaskStatus, TaskStatus]>([
  ['PROCESSING', 'SUBMITTED'],
  ['SUCCEEDED', 'PROCESSING'],
  ['FAILED', 'SUCCEEDED'],
  ['SUCCEEDED', 'FAILED'],
])('a task that is %s never becomes %s', (from, to) => {
  const known = task(from);
  const merged = mergeTask(known, task(to, { updatedAt: 99 }));
  expect(merged.statusChanged).toBe(false);
  expect(merged.task).toBe(known);
});

test('a repeated update changes nothing', () => {
  const known = task('SUCCEEDED', { elements: [element()] });
  expect(mergeTask(known, structuredClone(known)).task).toBe(known);
});

test('an update of the same status fills in what was missing and loses nothing', () => {
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

test('a late update can still add the external ID', () => {
  const merged = mergeTask(task('PROCESSING'), task('SUBMITTED', { externalId: 'x' }));
  expect(merged).toMatchObject({ statusChanged: false, task: { status: 'PROCESSING', externalId: 'x' } });
});

describe('any updates in any order, repeated at will', () => {
  const rank = { SUBMITTED: 0, PROCESSING: 1, SUCCEEDED: 2, FAILED: 2 };
  const update = fc.record({
    status: fc.constantFrom<TaskStatus>('SUBMITTED', 'PROCESSING', 'SUCCEEDED'),
    updatedAt: fc.nat(20),
    elements: fc.constantFrom<Element[]>([], [element()], [element({ deleted: true })]),
  });

  test('after any updates in any order, a task has only moved forward, through each status once, to the furthest', () => {
    fc.assert(
      fc.property(fc.array(update, { minLength: 1 }), (list) => {
        let known: Task | undefined;
        const reported: TaskStatus[] = [];
        for (const one of list) {
          const merged = mergeTask(known, task(one.status, one));
          if (merged.statusChanged) reported.push(merged.task.status);
          known = merged.task;
        }
        const ranks = reported.map((status) => rank[status]);
        expect(ranks).toEqual([...new Set(ranks)].sort());
        expect(rank[known?.status ?? 'SUBMITTED']).toBe(Math.max(...list.map(({ status }) => rank[status])));
      }),
    );
  });

  test('repeating all updates of a task changes nothing', () => {
    fc.assert(
      fc.property(fc.array(update, { minLength: 1 }), (list) => {
        const mergeAll = (start: Task | undefined) =>
          list.reduce<Task | undefined>((known, one) => mergeTask(known, task(one.status, one)).task, start);
        const once = mergeAll(undefined);
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
])('whether all details of a task are known, case %#', (one, complete) => {
  expect(hasDetails(one)).toBe(complete);
});
