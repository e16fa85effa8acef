import { describe, expect, test } from '@jest/globals';

import { advance, isComplete, type TaskUpdate, type TaskRow } from './task-row.ts';
import { sampleElement, sampleTask } from '../testing/samples.ts';

const origin = { createdHere: false, at: 7 };
const confirmed = (change: Parameters<typeof sampleTask>[0]): TaskUpdate => ({
  task: sampleTask(change),
  confirmed: true,
});
const calledBack = (change: Parameters<typeof sampleTask>[0]): TaskUpdate => ({
  task: sampleTask(change),
  confirmed: false,
});
const after = (...news: TaskUpdate[]): TaskRow => {
  const row = news.reduce<TaskRow | undefined>((known, one) => advance(known, one, origin), undefined);
  if (row === undefined) throw new Error('There was no news.');
  return row;
};

describe('a row after news', () => {
  test('counts a version for each status', () => {
    expect(after(confirmed({})).version).toBe(1);
    expect(after(confirmed({}), confirmed({ status: 'PROCESSING', updatedAt: 2 })).version).toBe(2);
  });

  test('is the very same when nothing is new', () => {
    const row = after(confirmed({}));
    expect(advance(row, confirmed({}), origin)).toBe(row);
  });

  test('counts no version for facts that are no status', () => {
    const row = after(confirmed({}), confirmed({ updatedAt: 5, externalId: 'mine' }));
    expect(row).toMatchObject({ version: 1, task: { externalId: 'mine' } });
  });

  test('holds back a success without elements that only a callback tells, until Kling has filled it in', () => {
    const held = after(confirmed({}), calledBack({ status: 'SUCCEEDED', updatedAt: 2 }));
    expect(held).toMatchObject({ version: 1, awaitingDetails: true });
    expect(isComplete(held)).toBe(false);
    const filled = advance(held, confirmed({ status: 'SUCCEEDED', elements: [sampleElement()] }), origin);
    expect(filled).toMatchObject({ version: 2, awaitingDetails: false });
    expect(isComplete(filled)).toBe(true);
  });

  test('stays held when Kling has not caught up yet', () => {
    const row = after(
      confirmed({}),
      calledBack({ status: 'SUCCEEDED' }),
      confirmed({ status: 'PROCESSING' }),
    );
    expect(row).toMatchObject({ version: 1, awaitingDetails: true });
  });

  test('believes Kling itself that there are no elements', () => {
    const row = after(confirmed({}), calledBack({ status: 'SUCCEEDED' }), confirmed({ status: 'SUCCEEDED' }));
    expect(row).toMatchObject({ version: 2, awaitingDetails: false });
  });

  test('tells a failure at once, and a success with its elements', () => {
    expect(after(confirmed({}), calledBack({ status: 'FAILED' }))).toMatchObject({
      version: 2,
      awaitingDetails: false,
    });
    const elements = [sampleElement()];
    expect(after(calledBack({ status: 'SUCCEEDED', elements }))).toMatchObject({
      version: 1,
      awaitingDetails: false,
    });
  });

  test('becomes ours and stays so', () => {
    const row = after(confirmed({}));
    const adopted = advance(row, confirmed({}), { createdHere: true, at: 9 });
    expect(adopted).toMatchObject({ createdHere: true, version: 1, recordedAt: 7 });
    expect(advance(adopted, confirmed({}), origin)).toBe(adopted);
  });
});
