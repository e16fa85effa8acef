import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { Change } from '../ledger/change.ts';
import { collect } from '../testing/collect.ts';
import { cursorOf } from './feed/change-cursor.ts';
import { statusesOf, TaskHarness } from './testing/task-harness.ts';
import { sampleInput, sampleProblem } from '../testing/samples.ts';

let gateway: TaskHarness;
beforeEach(async () => {
  gateway = await TaskHarness.make();
  await gateway.tasks.start();
});
afterEach(() => gateway.remove());

const create = async (externalId: string | null = null) =>
  (await gateway.tasks.createElement(sampleInput({ externalId }), null)).task;

describe('getting a task', () => {
  test('getting a task that the gateway polls costs no call', async () => {
    const { id } = await create('key');
    gateway.kling.calls.length = 0;
    expect((await gateway.tasks.get(id))?.id).toBe(id);
    expect((await gateway.tasks.get('key'))?.id).toBe(id);
    expect(gateway.kling.calls).toEqual([]);
  });

  test('getting a task created elsewhere fetches it each time until it is final, then never again', async () => {
    const { id } = gateway.kling.add({ externalId: 'elsewhere' });
    expect((await gateway.tasks.get(id))?.status).toBe('SUBMITTED');
    gateway.kling.move(id, { status: 'FAILED' });
    expect((await gateway.tasks.get('elsewhere'))?.status).toBe('FAILED');
    expect((await gateway.tasks.get(id))?.status).toBe('FAILED');
    expect(gateway.kling.calls).toEqual([`task ${id}`, 'task elsewhere']);
  });

  test('getting one task many times at once costs one call', async () => {
    const { id } = gateway.kling.add();
    const answers = await Promise.all(Array.from({ length: 100 }, async () => await gateway.tasks.get(id)));
    expect(answers.every((task) => task?.id === id)).toBe(true);
    expect(gateway.kling.calls).toEqual([`task ${id}`]);
  });

  test('getting an unknown task gives undefined', async () => {
    expect(await gateway.tasks.get('nobody')).toBeUndefined();
    expect(gateway.kling.calls).toEqual(['task nobody']);
  });

  test.each(['', '.', '..'])(
    'getting a task under the key "%s" gives undefined without a call',
    async (key) => {
      expect(await gateway.tasks.get(key)).toBeUndefined();
      expect(gateway.kling.calls).toEqual([]);
    },
  );

  test('getting a task rejects with the problem when Kling does not answer', async () => {
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE') });
    await expect(gateway.tasks.get('1')).rejects.toThrow('UNAVAILABLE');
  });
});

describe('tasks from a list that was read for a client', () => {
  test('listed tasks update the tasks in the ledger and add none', async () => {
    const createdHere = await create();
    const createdElsewhere = gateway.kling.add();
    await gateway.tasks.recordListed([{ ...createdHere, status: 'PROCESSING' }, createdElsewhere]);
    expect((await gateway.ledger.find(createdHere.id))?.task.status).toBe('PROCESSING');
    expect(await gateway.ledger.find(createdElsewhere.id)).toBeUndefined();
  });

  test('a listed task that is final is no longer polled', async () => {
    const { id } = await create();
    await gateway.tasks.recordListed([gateway.kling.move(id, { status: 'FAILED' })]);
    gateway.kling.calls.length = 0;
    await gateway.clock.advance(60_000);
    expect(gateway.kling.calls).toEqual([]);
  });
});

describe('an element', () => {
  const succeed = async () => {
    const { id } = await create();
    const task = gateway.kling.move(id, { status: 'SUCCEEDED' });
    await gateway.clock.advance(2000);
    return { taskId: id, elementId: task.elements[0]?.id ?? '' };
  };

  test("a task is found by its element's ID", async () => {
    const { taskId, elementId } = await succeed();
    expect((await gateway.tasks.findByElement(elementId))?.id).toBe(taskId);
    expect(await gateway.tasks.findByElement('another')).toBeUndefined();
  });

  test('deleting an element deletes it at Kling and in the ledger', async () => {
    const { taskId, elementId } = await succeed();
    await gateway.tasks.deleteElement(elementId);
    expect(gateway.kling.known(taskId).elements[0]?.deleted).toBe(true);
    expect((await gateway.tasks.get(taskId))?.elements[0]?.deleted).toBe(true);
  });

  test('an element that Kling says is deleted already is marked as deleted in the ledger', async () => {
    const { taskId, elementId } = await succeed();
    gateway.kling.fault = () => ({ error: sampleProblem('ALREADY_DELETED') });
    await expect(gateway.tasks.deleteElement(elementId)).rejects.toThrow('ALREADY_DELETED');
    expect((await gateway.tasks.get(taskId))?.elements[0]?.deleted).toBe(true);
  });

  test('an element that could not be deleted stays as it is', async () => {
    const { taskId, elementId } = await succeed();
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE') });
    await expect(gateway.tasks.deleteElement(elementId)).rejects.toThrow('UNAVAILABLE');
    expect((await gateway.tasks.get(taskId))?.elements[0]?.deleted).toBe(false);
  });

  test('a deleted element stays deleted when a response from before the deletion arrives late', async () => {
    const { id } = gateway.kling.add();
    const task = gateway.kling.move(id, { status: 'SUCCEEDED' });
    gateway.kling.block();
    const getting = gateway.tasks.get(id);
    await gateway.whenIdle();
    const deleting = gateway.tasks.deleteElement(task.elements[0]?.id ?? '');
    gateway.kling.unblock();
    await Promise.all([getting, deleting]);
    expect((await gateway.tasks.get(id))?.elements[0]?.deleted).toBe(true);
  });
});

describe('subscribing to a task', () => {
  test('a subscriber sees every status of a task that takes three seconds', async () => {
    const { id } = await create();
    const statuses = statusesOf(gateway.tasks.subscribe(id));
    await gateway.clock.advance(1000);
    gateway.kling.move(id, { status: 'PROCESSING' });
    await gateway.clock.advance(2000);
    gateway.kling.move(id, { status: 'SUCCEEDED' });
    await gateway.clock.advance(1500);
    expect(await statuses).toEqual(['SUBMITTED', 'PROCESSING', 'SUCCEEDED']);
  });

  test('a subscription to a final task gives it and ends', async () => {
    const { id } = gateway.kling.add({ status: 'FAILED' });
    expect(await statusesOf(gateway.tasks.subscribe(id))).toEqual(['FAILED']);
    expect(gateway.clock.pending).toBe(0);
  });

  test('a subscription to an unknown task fails', async () => {
    await expect(gateway.tasks.subscribe('nobody').next()).rejects.toMatchObject({
      problem: { kind: 'NOT_FOUND' },
    });
  });

  test('a subscription works under the external ID', async () => {
    const { id } = await create('key');
    const statuses = statusesOf(gateway.tasks.subscribe('key'));
    await gateway.whenIdle();
    gateway.kling.move(id, { status: 'FAILED' });
    await gateway.clock.advance(2000);
    expect(await statuses).toEqual(['SUBMITTED', 'FAILED']);
  });

  test('a subscription under the external ID of a create in progress waits for it', async () => {
    gateway.kling.block('createElement');
    const creating = create('key');
    await gateway.whenIdle();
    const first = gateway.tasks.subscribe('key').next();
    await gateway.clock.advance(5000);
    gateway.kling.unblock();
    expect(await first).toMatchObject({ value: { externalId: 'key', status: 'SUBMITTED' } });
    await creating;
    // Kling was not asked for a task that it could not have yet.
    expect(gateway.kling.calls).toEqual(['createElement key']);
  });

  test('a subscription under the external ID of a create whose input is still being checked waits for it', async () => {
    const ended = gateway.tasks.announceCreation('key');
    const first = gateway.tasks.subscribe('key').next();
    await gateway.clock.advance(5000);
    await create('key');
    ended();
    expect(await first).toMatchObject({ value: { externalId: 'key', status: 'SUBMITTED' } });
  });

  test('a subscription under the external ID of a create fails at once when the input is refused', async () => {
    const all = [gateway.tasks.announceCreation('key'), gateway.tasks.announceCreation('key')];
    const first = gateway.tasks.subscribe('key').next();
    await gateway.whenIdle();
    for (const ended of all) ended();
    await expect(first).rejects.toMatchObject({ problem: { kind: 'NOT_FOUND' } });
  });

  test('a subscription under the external ID of a create that is refused fails', async () => {
    gateway.kling.block('createElement');
    gateway.kling.fault = (call) =>
      call === 'createElement' ? { error: sampleProblem('INVALID') } : undefined;
    const creating = create('key');
    await gateway.whenIdle();
    const first = gateway.tasks.subscribe('key').next();
    const settled = Promise.allSettled([creating, first]);
    await gateway.whenIdle();
    gateway.kling.unblock();
    await gateway.clock.advance(1000);
    await settled;
    await expect(first).rejects.toMatchObject({ problem: { kind: 'NOT_FOUND' } });
  });

  test('a subscription under the external ID of a create without a clear result asks Kling for the task', async () => {
    gateway.kling.fault = (call) =>
      call === 'createElement' ? { error: sampleProblem('UNAVAILABLE'), effect: true } : undefined;
    await expect(create('key')).rejects.toThrow('UNAVAILABLE');
    const first = await gateway.tasks.subscribe('key').next();
    expect(first).toMatchObject({ value: { externalId: 'key', status: 'SUBMITTED' } });
  });

  test('a subscription that waits for a create ends when the gateway closes', async () => {
    gateway.tasks.announceCreation('key');
    const first = gateway.tasks.subscribe('key').next();
    await gateway.whenIdle();
    await gateway.tasks.close();
    expect(await first).toMatchObject({ done: true });
    expect(gateway.clock.pending).toBe(0);
  });

  test('fifty subscribers to a task cost one poll at a time', async () => {
    const { id } = await create();
    const all = Promise.all(Array.from({ length: 50 }, () => statusesOf(gateway.tasks.subscribe(id))));
    await gateway.clock.advance(3000);
    expect(gateway.kling.count('task')).toBeLessThanOrEqual(3);
    gateway.kling.move(id, { status: 'FAILED' });
    await gateway.clock.advance(2000);
    expect(new Set((await all).map(String))).toEqual(new Set(['SUBMITTED,FAILED']));
    expect(gateway.tasks.counters).toEqual({ delivered: 100, dropped: 0, subscribers: 0 });
  });

  test('a task created elsewhere is polled only while it has a subscriber', async () => {
    const { id } = gateway.kling.add();
    const subscriber = gateway.tasks.subscribe(id);
    await subscriber.next();
    await gateway.clock.advance(5000);
    expect(gateway.kling.count('task')).toBeGreaterThan(2);
    await subscriber.return?.();
    gateway.kling.calls.length = 0;
    await gateway.clock.advance(60_000);
    expect(gateway.kling.calls).toEqual([]);
    expect(gateway.clock.pending).toBe(0);
  });

  test('subscriptions end when the gateway closes', async () => {
    const { id } = await create();
    const statuses = statusesOf(gateway.tasks.subscribe(id));
    const changes = collect(await gateway.tasks.subscribeToAll({}));
    await gateway.whenIdle();
    await gateway.tasks.close();
    expect(await Promise.all([statuses, changes])).toEqual([['SUBMITTED'], []]);
    expect(gateway.clock.pending).toBe(0);
  });
});

describe('subscribing to all changes', () => {
  const describeChange = ({ value }: IteratorResult<Change>) => {
    const { id, status } = (value as Change).row.task;
    return `${id} ${status}`;
  };

  /** Moves a task to its end in two steps. */
  async function finish(id: string): Promise<void> {
    for (const status of ['PROCESSING', 'FAILED'] as const) {
      gateway.kling.move(id, { status });
      await gateway.clock.advance(2000);
    }
  }

  test('a subscriber to all tasks gets the changes in the statuses it asked for', async () => {
    const changes = await gateway.tasks.subscribeToAll({ statuses: ['SUBMITTED', 'FAILED'] });
    const { id } = await create();
    await finish(id);
    expect(describeChange(await changes.next())).toBe(`${id} SUBMITTED`);
    expect(describeChange(await changes.next())).toBe(`${id} FAILED`);
  });

  test('a subscriber that was away while its gateway restarted and tasks changed gets every change since its last', async () => {
    const changes = await gateway.tasks.subscribeToAll({});
    const [one, other] = [await create(), await create()];
    const first = await changes.next();
    expect(describeChange(first)).toBe(`${one.id} SUBMITTED`);
    await changes.return?.();
    await finish(one.id);
    await gateway.reopen();
    await gateway.tasks.start();
    await finish(other.id);
    const since = await gateway.tasks.subscribeToAll({ after: cursorOf(first.value as Change) });
    const missed: string[] = [];
    while (missed.length < 5) missed.push(describeChange(await since.next()));
    expect(missed).toEqual([
      `${other.id} SUBMITTED`,
      `${one.id} PROCESSING`,
      `${one.id} FAILED`,
      `${other.id} PROCESSING`,
      `${other.id} FAILED`,
    ]);
  });

  test('the newest change is where a subscriber continues from what it has read', async () => {
    expect(await gateway.tasks.newestChange()).toBeUndefined();
    await create();
    const newest = await gateway.tasks.newestChange();
    const { id } = await create();
    const changes = await gateway.tasks.subscribeToAll({ after: cursorOf(newest ?? { sequence: 0, at: 0 }) });
    expect(describeChange(await changes.next())).toBe(`${id} SUBMITTED`);
  });

  test.each([
    ['malformed', 'nonsense', /not a cursor/],
    ['too old, or from another ledger,', cursorOf({ sequence: 1, at: 1 }), /too old/],
  ])('a subscriber with a cursor that is %s is told so', async (_, after, message) => {
    await create();
    await expect(gateway.tasks.subscribeToAll({ after })).rejects.toThrow(message);
  });
});

describe('closing', () => {
  test('a create that closing cuts off stays unresolved in the ledger', async () => {
    const creating = create('key');
    await gateway.tasks.close();
    await expect(creating).rejects.toMatchObject({
      problem: {
        kind: 'UNAVAILABLE',
        message: expect.stringContaining('external ID key'),
        outcome: 'UNKNOWN',
        externalId: 'key',
      },
    });
    await gateway.reopen();
    expect(await gateway.ledger.unresolvedCreations()).toEqual(['key']);
  });

  test('a poll that is answered after closing logs nothing and sets no timer', async () => {
    await create();
    gateway.kling.block();
    await gateway.clock.advance(2000);
    await gateway.tasks.close();
    gateway.kling.unblock();
    await gateway.whenIdle();
    expect(gateway.logged('warn')).toEqual([]);
    expect(gateway.clock.pending).toBe(0);
  });
});

test('after any sequence of updates, subscribers have seen what a simple model predicts', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('update' as const), task: fc.nat(2), status: fc.nat(2) }),
    fc.record({ kind: fc.constant('subscribe' as const), task: fc.nat(2) }),
    fc.record({ kind: fc.constant('pass' as const) }),
  );
  const words = ['SUBMITTED', 'PROCESSING', 'FAILED'] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const tasks = [await create(), await create(), await create()];
      const model = tasks.map(() => 0);
      const subscribers: {
        readonly seen: Promise<string[]>;
        readonly expected: string[];
        readonly task: number;
      }[] = [];
      for (const one of [
        ...steps,
        ...tasks.map((_, task) => ({ kind: 'update' as const, task, status: 2 })),
      ]) {
        if (one.kind === 'pass') {
          await gateway.whenIdle();
          continue;
        }
        const task = tasks[one.task];
        const now = model[one.task] ?? 0;
        if (task === undefined) continue;
        if (one.kind === 'subscribe') {
          const seen = statusesOf(gateway.tasks.subscribe(task.id));
          await gateway.whenIdle();
          subscribers.push({ seen, expected: [words[now] ?? ''], task: one.task });
        } else {
          const recording = gateway.tasks.recordListed([{ ...task, status: words[one.status] ?? 'FAILED' }]);
          if (one.status > now) {
            model[one.task] = one.status;
            for (const subscriber of subscribers) {
              if (subscriber.task === one.task) subscriber.expected.push(words[one.status] ?? '');
            }
          }
          await recording;
        }
      }
      for (const { seen, expected } of subscribers) expect(await seen).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});
