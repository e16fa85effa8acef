import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { statusesOf, TaskHarness } from '../testing/task-harness.ts';
import { NotSentError } from '../../kling/not-sent-error.ts';
import { sampleInput, sampleProblem } from '../../testing/samples.ts';

let gateway: TaskHarness;
beforeEach(async () => {
  gateway = await TaskHarness.make({ taskDeadlineMs: 3_600_000 });
  await gateway.tasks.start();
});
afterEach(() => gateway.remove());

const create = async () => (await gateway.tasks.createElement(sampleInput(), null)).task;

describe('the poller', () => {
  test('a new task is polled each second, an older one less often, and a final one never', async () => {
    const { id } = await create();
    await gateway.clock.advance(8500);
    expect(gateway.kling.count('task')).toBe(8);
    await gateway.clock.advance(600_000);
    gateway.kling.calls.length = 0;
    await gateway.clock.advance(60_000);
    expect(gateway.kling.count('task')).toBeGreaterThanOrEqual(4);
    expect(gateway.kling.count('task')).toBeLessThanOrEqual(6);
    gateway.kling.move(id, { status: 'SUCCEEDED' });
    await gateway.clock.advance(15_000);
    gateway.kling.calls.length = 0;
    await gateway.clock.advance(60_000);
    expect(gateway.kling.calls).toEqual([]);
    expect(gateway.clock.pending).toBe(0);
  });

  test('tasks that are due together are read from the list', async () => {
    const tasks = await Promise.all([create(), create(), create(), create()]);
    await gateway.clock.advance(1500);
    expect(gateway.kling.count('task')).toBe(0);
    expect(gateway.kling.count('tasks')).toBe(1);
    for (const { id } of tasks) gateway.kling.move(id, { status: 'FAILED' });
    await gateway.clock.advance(1500);
    for (const { id } of tasks) expect((await gateway.ledger.find(id))?.task.status).toBe('FAILED');
    expect(gateway.kling.count('tasks')).toBe(2);
  });

  test('only what is new in a page is written', async () => {
    const tasks = await Promise.all([create(), create(), create()]);
    const update = jest.spyOn(gateway.ledger, 'updateKnown');
    await gateway.clock.advance(1500);
    gateway.kling.move(tasks[0].id, { status: 'PROCESSING' });
    await gateway.clock.advance(1000);
    expect(update.mock.calls.map(([updates]) => updates.length)).toEqual([3, 1]);
  });

  test('a task created here is polled even when its last subscriber has left', async () => {
    const { id } = await create();
    const subscriber = gateway.tasks.subscribe(id);
    await subscriber.next();
    await subscriber.return?.();
    gateway.kling.move(id, { status: 'FAILED' });
    await gateway.clock.advance(2000);
    expect((await gateway.ledger.find(id))?.task.status).toBe('FAILED');
  });

  test('tasks that are missing from the list are fetched one by one', async () => {
    const tasks = await Promise.all([create(), create(), create()]);
    for (let other = 0; other < 60; other += 1) gateway.kling.add();
    for (const { id } of tasks) gateway.kling.move(id, { status: 'PROCESSING' });
    await gateway.clock.advance(1500);
    expect(gateway.kling.calls.slice(3).sort()).toEqual([
      ...tasks.map(({ id }) => `task ${id}`),
      'tasks 1 of 50',
    ]);
    for (const { id } of tasks) expect((await gateway.ledger.find(id))?.version).toBe(2);
  });

  test('a task deep in the list is polled in time although a page is worth its call all the time', async () => {
    const { id } = await create();
    for (let other = 0; other < 600; other += 1) gateway.kling.add();
    const young = async () => {
      for (const task of await Promise.all(Array.from({ length: 5 }, create))) {
        void statusesOf(gateway.tasks.subscribe(task.id));
      }
    };
    for (let second = 0; second < 60; second += 1) {
      if (second === 30) gateway.kling.move(id, { status: 'FAILED' });
      await young();
      await gateway.clock.advance(1000);
    }
    expect((await gateway.ledger.find(id))?.task.status).toBe('FAILED');
  });

  test('polling goes on while Kling fails, at growing intervals, and logs it once', async () => {
    const { id } = await create();
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE') });
    await gateway.clock.advance(60_000);
    expect(gateway.kling.count('task')).toBeLessThan(10);
    expect(gateway.logged('warn')).toHaveLength(1);
    gateway.kling.fault = () => undefined;
    gateway.kling.move(id, { status: 'FAILED' });
    await gateway.clock.advance(60_000);
    expect((await gateway.ledger.find(id))?.task.status).toBe('FAILED');
    expect(gateway.logged('info')).toHaveLength(1);
  });

  test('a poll that was not sent is repeated when Kling may be called again', async () => {
    const { id } = await create();
    const retryAt = gateway.clock.now() + 30_000;
    gateway.kling.fault = () => ({ error: new NotSentError(retryAt, gateway.clock.now()) });
    await gateway.clock.advance(29_000);
    expect(gateway.kling.count('task')).toBe(1);
    gateway.kling.fault = () => undefined;
    await gateway.clock.advance(1000);
    expect(gateway.kling.count('task')).toBe(2);
    expect(gateway.kling.known(id).status).toBe('SUBMITTED');
  });

  test('polling goes on after the list failed', async () => {
    const tasks = await Promise.all([create(), create(), create()]);
    gateway.kling.fault = (call) => (call === 'tasks' ? { error: sampleProblem('RATE_LIMIT') } : undefined);
    await gateway.clock.advance(10_000);
    expect(gateway.kling.count('task')).toBe(0);
    gateway.kling.fault = () => undefined;
    for (const { id } of tasks) gateway.kling.move(id, { status: 'FAILED' });
    await gateway.clock.advance(10_000);
    for (const { id } of tasks) expect((await gateway.ledger.find(id))?.task.status).toBe('FAILED');
  });

  test('a task is never polled twice at the same time', async () => {
    await create();
    gateway.kling.block();
    await gateway.clock.advance(60_000);
    expect(gateway.kling.count('task')).toBe(1);
    gateway.kling.unblock();
    await gateway.clock.advance(10_000);
    expect(gateway.kling.count('task')).toBeGreaterThan(1);
  });

  test('at most four tasks are fetched at the same time', async () => {
    const tasks = await Promise.all(Array.from({ length: 9 }, create));
    for (let other = 0; other < 600; other += 1) gateway.kling.add();
    gateway.kling.block('task');
    await gateway.clock.advance(60_000);
    expect(gateway.kling.count('task')).toBe(4);
    gateway.kling.unblock();
    await gateway.clock.advance(60_000);
    expect(gateway.kling.count('task')).toBeGreaterThanOrEqual(tasks.length);
  });

  test('polling stops at the deadline with a warning, subscribers fail, and getting the task later fetches it', async () => {
    const { id } = await create();
    const failure = statusesOf(gateway.tasks.subscribe(id)).catch((error: unknown) => error);
    await gateway.clock.advance(3_600_000 + 15_000);
    expect(await failure).toMatchObject({ problem: { kind: 'UNAVAILABLE', retryable: true } });
    expect(gateway.logged('warn')).toEqual([expect.stringContaining('deadline')]);
    gateway.kling.calls.length = 0;
    await gateway.clock.advance(600_000);
    expect(gateway.kling.calls).toEqual([]);
    gateway.kling.move(id, { status: 'FAILED' });
    expect((await gateway.tasks.get(id))?.status).toBe('FAILED');
  });

  test('a task past its deadline is polled while it has a subscriber', async () => {
    const { id } = await create();
    await gateway.clock.advance(3_700_000);
    const statuses = statusesOf(gateway.tasks.subscribe(id));
    await gateway.clock.advance(60_000);
    gateway.kling.move(id, { status: 'FAILED' });
    await gateway.clock.advance(15_000);
    expect(await statuses).toEqual(['SUBMITTED', 'FAILED']);
  });

  test('polling stops with a warning, and subscribers fail, when Kling no longer has the task', async () => {
    const { id } = await create();
    const failure = statusesOf(gateway.tasks.subscribe(id)).catch((error: unknown) => error);
    await gateway.whenIdle();
    gateway.kling.forget(id);
    await gateway.clock.advance(2000);
    expect(await failure).toMatchObject({ problem: { kind: 'NOT_FOUND' } });
    expect(gateway.logged('warn')).toEqual([expect.stringContaining('no longer has the task')]);
    expect(gateway.clock.pending).toBe(0);
  });

  test('tasks left incomplete by an earlier run are polled after a restart', async () => {
    const [first, second] = [await create(), await create()];
    await gateway.reopen();
    gateway.kling.move(first.id, { status: 'SUCCEEDED' });
    await gateway.tasks.start();
    await gateway.clock.advance(0);
    expect((await gateway.ledger.find(first.id))?.task.status).toBe('SUCCEEDED');
    gateway.kling.move(second.id, { status: 'FAILED' });
    await gateway.clock.advance(2000);
    expect((await gateway.ledger.find(second.id))?.task.status).toBe('FAILED');
  });

  test('tasks past their deadline are not polled after a restart', async () => {
    await create();
    await gateway.clock.advance(3_700_000);
    await gateway.reopen();
    gateway.kling.calls.length = 0;
    await gateway.tasks.start();
    await gateway.clock.advance(60_000);
    expect(gateway.kling.calls).toEqual([]);
  });
});

describe('many tasks at a time', () => {
  /** Incomplete tasks with five subscribers each that end one after another over some minutes. */
  async function simulate(tasks: number, minutes: number) {
    const ids: string[] = [];
    for (let index = 0; index < tasks; index += 50) {
      const made = await Promise.all(Array.from({ length: Math.min(50, tasks - index) }, create));
      ids.push(...made.map(({ id }) => id));
    }
    const endedAt = new Map<string, number>();
    const delays: number[] = [];
    const subscriptions = ids
      .flatMap((id) => [id, id, id, id, id])
      .map(async (id) => {
        await statusesOf(gateway.tasks.subscribe(id));
        delays.push(gateway.clock.now() - (endedAt.get(id) ?? 0));
      });
    await gateway.whenIdle();
    gateway.kling.calls.length = 0;
    const perMinute: number[] = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      const before = gateway.kling.calls.length;
      for (let second = 0; second < 60; second += 1) {
        const slice = Math.ceil(tasks / (minutes * 60));
        for (const id of ids.splice(0, slice)) {
          endedAt.set(id, gateway.clock.now());
          gateway.kling.move(id, { status: 'SUCCEEDED' });
        }
        await gateway.clock.advance(1000);
      }
      perMinute.push(gateway.kling.calls.length - before);
    }
    await gateway.clock.advance(60_000);
    await Promise.all(subscriptions);
    delays.sort((one, other) => one - other);
    return { perMinute, median: delays[Math.floor(delays.length / 2)] ?? 0, slowest: delays.at(-1) ?? 0 };
  }

  test('a thousand tasks with five subscribers each cost at most 60 calls a minute, with updates at most 5 s late in the median', async () => {
    const { perMinute, median, slowest } = await simulate(1000, 4);
    expect(Math.max(...perMinute)).toBeLessThanOrEqual(60);
    expect(median).toBeLessThanOrEqual(5000);
    expect(slowest).toBeLessThanOrEqual(15_000);
  }, 60_000);
});
