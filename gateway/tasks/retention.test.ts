import { afterEach, expect, test } from '@jest/globals';

import { TaskHarness } from './testing/task-harness.ts';
import { sampleTask } from '../testing/samples.ts';

const day = 86_400_000;
let gateway: TaskHarness;
afterEach(() => gateway.remove());

async function withOldTasks(keepDays: number, count: number): Promise<void> {
  gateway = await TaskHarness.make({ keepDays });
  const at = gateway.clock.now();
  for (let id = 1; id <= count; id += 1) {
    await gateway.ledger.record(
      { task: sampleTask({ id: String(id), status: 'FAILED' }), confirmed: true },
      at,
    );
  }
  await gateway.tasks.start();
}

const kept = async (count: number) => {
  const rows = await Promise.all(
    Array.from({ length: count }, async (_, index) => await gateway.ledger.find(String(index + 1))),
  );
  return rows.filter((row) => row !== undefined).length;
};

test('tasks older than KEEP_DAYS are deleted, a few at a time, while the gateway runs', async () => {
  await withOldTasks(2, 120);
  await gateway.clock.advance(2 * day - 1000);
  expect(await kept(120)).toBe(120);
  await gateway.clock.advance(3_600_000);
  expect(await kept(120)).toBe(0);
  expect(gateway.logLines.filter(({ message }) => message.includes('KEEP_DAYS'))).toMatchObject([
    { level: 'info', facts: { count: 120, keepDays: 2 } },
  ]);
});

test('KEEP_DAYS of 0 keeps all tasks', async () => {
  await withOldTasks(0, 3);
  await gateway.clock.advance(500 * day);
  expect(await kept(3)).toBe(3);
});
