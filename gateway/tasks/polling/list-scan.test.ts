import { expect, test } from '@jest/globals';

import { scanList } from './list-scan.ts';
import { InMemoryKling } from '../../testing/in-memory-kling.ts';

/** Reads until the search ends. @returns what is still missing */
async function search(kling: InMemoryKling, ids: readonly string[]): Promise<string[]> {
  const missing = new Set(ids);
  let tasks = 0;
  for await (const page of scanList(kling, missing, ids.length)) tasks += page.length;
  expect(tasks).toBeGreaterThan(0);
  return [...missing];
}

function account(tasks: number) {
  const kling = new InMemoryKling(() => 0);
  const ids = Array.from({ length: tasks }, () => kling.add().id);
  return { kling, ids };
}

test('a list scan finds the newest tasks with one page', async () => {
  const { kling, ids } = account(2000);
  expect(await search(kling, ids.slice(-40))).toEqual([]);
  expect(kling.calls).toEqual(['tasks 1 of 80']);
});

test('a list scan for a thousand tasks reads two pages', async () => {
  const { kling, ids } = account(1000);
  expect(await search(kling, ids)).toEqual([]);
  expect(kling.calls).toEqual(['tasks 1 of 500', 'tasks 2 of 500']);
});

test('a list scan ends at the last page', async () => {
  const { kling } = account(60);
  const strangers = Array.from({ length: 100 }, (_, index) => `stranger ${index}`);
  expect(await search(kling, strangers)).toEqual(strangers);
  expect(kling.calls).toEqual(['tasks 1 of 200']);
});

test('a list scan ends before it costs more calls than it saves', async () => {
  const { kling, ids } = account(3000);
  const oldest = ids.slice(0, 9);
  expect(await search(kling, oldest)).toEqual(oldest);
  expect(kling.calls).toHaveLength(3);
});
