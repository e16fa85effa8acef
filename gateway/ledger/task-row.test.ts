import { describe, expect, test } from '@jest/globals';

import { advance, isComplete, type TaskUpdate, type TaskRow } from './task-row.ts';
import { sampleElement, sampleTask } from '../testing/samples.ts';

const origin = { createdHere: false, at: 7 };
const confirmed = (change: Parameters<typeof sampleTask>[0]): TaskUpdate => ({
  task: sampleTask(change),
  confirmed: true,
});
const fromCallback = (change: Parameters<typeof sampleTask>[0]): TaskUpdate => ({
  task: sampleTask(change),
  confirmed: false,
});
const after = (...updates: TaskUpdate[]): TaskRow => {
  const row = updates.reduce<TaskRow | undefined>(
    (known, update) => advance(known, update, origin),
    undefined,
  );
  if (row === undefined) throw new Error('There were no updates.');
  return row;
};

describe('advance', () => {
  test('the version of a row grows with each status', () => {
    expect(after(confirmed({})).version).toBe(1);
    expect(after(confirmed({}), confirmed({ status: 'PROCESSING', updatedAt: 2 })).version).toBe(2);
  });

  test('an update that changes nothing returns the same row', () => {
    const row = after(confirmed({}));
    expect(advance(row, confirmed({}), origin)).toBe(row);
  });

  test('the version of a row does not grow when something other than the status changes', () => {
    const row = after(confirmed({}), confirmed({ updatedAt: 5, externalId: 'mine' }));
    expect(row).toMatchObject({ version: 1, task: { externalId: 'mine' } });
  });

  test('a success without elements from a callback is not published until Kling supplies the elements', () => {
    const awaiting = after(confirmed({}), fromCallback({ status: 'SUCCEEDED', updatedAt: 2 }));
    expect(awaiting).toMatchObject({ version: 1, awaitingDetails: true });
    expect(isComplete(awaiting)).toBe(false);
    const filled = advance(awaiting, confirmed({ status: 'SUCCEEDED', elements: [sampleElement()] }), origin);
    expect(filled).toMatchObject({ version: 2, awaitingDetails: false });
    expect(isComplete(filled)).toBe(true);
  });

  test('a success from a callback still awaits its details when Kling returns an older status', () => {
    const row = after(
      confirmed({}),
      fromCallback({ status: 'SUCCEEDED' }),
      confirmed({ status: 'PROCESSING' }),
    );
    expect(row).toMatchObject({ version: 1, awaitingDetails: true });
  });

  test('a success without elements is published when Kling itself returns it', () => {
    const row = after(
      confirmed({}),
      fromCallback({ status: 'SUCCEEDED' }),
      confirmed({ status: 'SUCCEEDED' }),
    );
    expect(row).toMatchObject({ version: 2, awaitingDetails: false });
  });

  test('a failure from a callback, and a success with its elements, are published at once', () => {
    expect(after(confirmed({}), fromCallback({ status: 'FAILED' }))).toMatchObject({
      version: 2,
      awaitingDetails: false,
    });
    const elements = [sampleElement()];
    expect(after(fromCallback({ status: 'SUCCEEDED', elements }))).toMatchObject({
      version: 1,
      awaitingDetails: false,
    });
  });

  test('a row that is marked as created here stays so', () => {
    const row = after(confirmed({}));
    const adopted = advance(row, confirmed({}), { createdHere: true, at: 9 });
    expect(adopted).toMatchObject({ createdHere: true, version: 1, recordedAt: 7 });
    expect(advance(adopted, confirmed({}), origin)).toBe(adopted);
  });
});
