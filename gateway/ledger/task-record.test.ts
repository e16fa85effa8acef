import { expect, test } from '@jest/globals';

import { sampleTask } from '../testing/samples.ts';
import { loggedRow, rowOf } from './task-record.ts';

test('a task stored before there were videos and images is equal to the same task read from Kling now', () => {
  const task = sampleTask();
  const before = { ...task, videos: undefined, images: undefined };
  const stored = { version: 1, created_here: 1, awaiting_details: 0, recorded_at: 1 } as const;
  const row = rowOf({ ...stored, task: JSON.stringify(before) });
  // Tasks are compared as JSON, so the order of their fields counts.
  expect(JSON.stringify(row.task)).toBe(JSON.stringify(task));
  expect(loggedRow(JSON.stringify({ ...row, task: before }))).toEqual(row);
});
