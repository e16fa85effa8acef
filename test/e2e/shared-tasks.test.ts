import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  type CountedTasks,
  createTaskService,
  type TaskServiceSettings,
} from '@kling-elements/gateway/tasks';
import { openPostgresLedger } from '@kling-elements/gateway/ledger/postgres';
import type { Log } from '@kling-elements/gateway/runtime';
import { InMemoryKling } from '@kling-elements/gateway/testing/kling';
import { statusesOf } from '@kling-elements/gateway/testing/tasks';
import { sampleInput, sampleProblem, sampleTask } from '@kling-elements/gateway/testing/samples';

import { pollUntil } from '../../harness/poll-until.ts';
import { type PostgresServer, startPostgres } from '../../harness/postgres/server.ts';

const nothing = () => undefined;
const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

let server: PostgresServer;
let kling: InMemoryKling;
let one: CountedTasks;
let other: CountedTasks;

async function open(
  url: string,
  {
    client = kling,
    log = silent,
    ...settings
  }: { readonly client?: InMemoryKling; readonly log?: Log } & Partial<TaskServiceSettings> = {},
): Promise<CountedTasks> {
  const tasks = createTaskService({
    client,
    ledger: await openPostgresLedger(url, log),
    settings: {
      publicUrl: null,
      webhookSecrets: [],
      pollMinMs: 100,
      pollMaxMs: 500,
      taskDeadlineMs: 86_400_000,
      keepDays: 90,
      ...settings,
    },
    log,
    now: Date.now,
    random: () => 0.5,
  });
  await tasks.start();
  return tasks;
}

let url: string;
beforeAll(async () => {
  server = await startPostgres({ durable: false });
}, 180_000);
beforeEach(async () => {
  kling = new InMemoryKling(Date.now);
  url = await server.createDatabase();
  one = await open(url);
  other = await open(url);
});
afterEach(async () => {
  kling.unblock();
  await Promise.all([one.close(), other.close()]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
}, 60_000);

/** Resolves once it is true. */
async function until(description: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  await pollUntil(
    async () => (await isTrue()) || undefined,
    () => `not yet: ${description}`,
  );
}

/** Resolves when Kling has received the call. */
const called = (call: 'createElement' | 'task') => until(`a call of ${call}`, () => kling.count(call) > 0);

const pollsOf = (id: string) => kling.calls.filter((call) => call === `task ${id}`).length;

/** Resolves after this many further polls of a task. */
async function polled(id: string, times: number): Promise<void> {
  const before = pollsOf(id);
  await until(`${times} further polls of ${id}`, () => pollsOf(id) >= before + times);
}

const input = (name = 'Ann') => sampleInput({ name, externalId: 'mine' });

test('a create in progress at another gateway is waited for, and reported as a repeat', async () => {
  kling.block('createElement');
  const first = one.createElement(input(), null);
  await called('createElement');
  const second = other.createElement(input(), null);
  await expect(other.createElement(input('Bob'), null)).rejects.toThrow(/another input/);
  kling.unblock();
  const [created, repeated] = await Promise.all([first, second]);
  expect(created.repeated).toBe(false);
  expect(repeated).toEqual({ task: created.task, repeated: true });
  expect(kling.count('createElement')).toBe(1);
});

test('a create that Kling refused at another gateway is attempted by the gateway that waited', async () => {
  kling.fault = () => ({ error: sampleProblem('RATE_LIMIT') });
  kling.block('createElement');
  const first = one.createElement(input(), null);
  await called('createElement');
  const second = other.createElement(input(), null);
  kling.fault = () => undefined;
  kling.unblock();
  await expect(first).rejects.toThrow('RATE_LIMIT');
  expect((await second).repeated).toBe(false);
  expect(kling.size).toBe(1);
});

test('a subscription under the external ID of a create in progress at another gateway waits for it', async () => {
  kling.block('createElement');
  const creating = one.createElement(input(), null);
  await called('createElement');
  const statuses = other.subscribe('mine');
  const first = statuses.next();
  // One that does not wait asks Kling, which does not have the task yet.
  await expect(other.subscribe('another').next()).rejects.toMatchObject({ problem: { kind: 'NOT_FOUND' } });
  kling.unblock();
  expect((await first).value).toMatchObject({ externalId: 'mine', status: 'SUBMITTED' });
  await Promise.all([creating, statuses.return?.()]);
});

test('what one gateway creates and polls is published to subscribers of the other', async () => {
  const { task } = await other.createElement(input(), null);
  const statuses = statusesOf(other.subscribe(task.id));
  const atOne = statusesOf(one.subscribe(task.id));
  await called('task');
  kling.move(task.id, { status: 'PROCESSING' });
  await until('PROCESSING', async () => (await other.get(task.id))?.status === 'PROCESSING');
  kling.move(task.id, { status: 'SUCCEEDED' });
  expect(await statuses).toEqual(['SUBMITTED', 'PROCESSING', 'SUCCEEDED']);
  expect(await atOne).toEqual(['SUBMITTED', 'PROCESSING', 'SUCCEEDED']);
});

test('a task that was not created here is polled while it has subscribers at any gateway, and no longer', async () => {
  const { id } = kling.add();
  const subscriber = other.subscribe(id);
  expect((await subscriber.next()).value).toMatchObject({ status: 'SUBMITTED' });
  await polled(id, 3);
  kling.move(id, { status: 'PROCESSING' });
  expect((await subscriber.next()).value).toMatchObject({ status: 'PROCESSING' });
  await subscriber.return?.();
  const watched = () => server.query(url, `SELECT gateway FROM watched_tasks WHERE task_id = '${id}'`);
  await until('the task has no subscribers', async () => (await watched()).length === 0);

  // The gateway that polls releases the first task no later than it acquires the next one.
  const next = kling.add();
  const nextSubscriber = other.subscribe(next.id);
  expect((await nextSubscriber.next()).value).toMatchObject({ status: 'SUBMITTED' });
  await polled(next.id, 1);
  const before = pollsOf(id);
  // Ten of the shortest intervals are longer than the longest one: the first task would have come due.
  await polled(next.id, 10);
  expect(pollsOf(id)).toBe(before);
  await nextSubscriber.return?.();
}, 60_000);

test('a callback received by one gateway makes the gateway that polls the task fetch it now', async () => {
  // Without a callback, no gateway polls within the hour.
  const settings = { publicUrl: 'https://gateway.example', pollMinMs: 3_600_000, pollMaxMs: 3_600_000 };
  const calls: string[] = [];
  /** The same Kling for both, and which gateway fetched a task. */
  const clientOf = (name: string) =>
    new Proxy(kling, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (property === 'task') calls.push(name);
          return Reflect.apply(value, target, given) as unknown;
        };
      },
    });
  const database = await server.createDatabase();
  const poller = await open(database, { ...settings, client: clientOf('poller') });
  const receiver = await open(database, { ...settings, client: clientOf('receiver') });
  const { task } = await receiver.createElement(input(), null);
  const acquired = () => server.query(database, 'SELECT id FROM tasks WHERE acquired_by IS NOT NULL');
  await until('the task is acquired', async () => (await acquired()).length > 0);
  const statuses = receiver.subscribe(task.id);
  await statuses.next();
  kling.move(task.id, { status: 'PROCESSING' });
  const { callback_url: callbackUrl } = JSON.parse(kling.bodies.at(-1) ?? '') as { callback_url: string };
  const token = callbackUrl.slice(callbackUrl.lastIndexOf('/') + 1);
  const body = new TextEncoder().encode(JSON.stringify({ task_id: task.id, task_status: 'processing' }));
  const next = statuses.next();
  // The poller has the task once it has read the row that it acquired; a hint that comes earlier is lost.
  await until('a fetch', async () => {
    expect(await receiver.receiveCallback(token, { headers: {}, body })).toBe('ACCEPTED');
    return calls.length > 0;
  });
  expect((await next).value).toMatchObject({ status: 'PROCESSING' });
  expect(new Set(calls)).toEqual(new Set(['poller']));
  await Promise.all([poller.close(), receiver.close()]);
}, 30_000);

test('more than two thousand tasks are divided among the gateways, and all acquired by one when the other closes', async () => {
  const count = 3000;
  const ids = Array.from({ length: count }, () => kling.add().id);
  const task = JSON.stringify(sampleTask({ id: 'ID' }));
  await server.query(
    url,
    `INSERT INTO tasks (id, version, task, created_here, awaiting_details, complete, recorded_at)
     SELECT id, 1, replace('${task}', '"ID"', '"' || id || '"'), 1, 0, 0, ${Date.now()}
     FROM generate_series(${ids[0] ?? ''}, ${ids.at(-1) ?? ''}) AS id`,
  );
  const shares = async () =>
    (
      await server.query(
        url,
        'SELECT count(*) AS tasks FROM tasks WHERE acquired_by IN (SELECT id FROM gateways) GROUP BY acquired_by',
      )
    ).map(({ tasks }) => Number(tasks));
  const sum = (of: readonly number[]) => of.reduce((total, one) => total + one, 0);
  let divided: number[] = [];
  await until('two gateways have all tasks', async () => {
    divided = await shares();
    return sum(divided) === count && divided.length === 2;
  });
  // Half each; a tenth and ten more are tolerated.
  expect(Math.max(...divided)).toBeLessThanOrEqual(1660);
  await one.close();
  await until('one gateway has all tasks', async () => (await shares())[0] === count);
  const [last = ''] = ids.slice(-1);
  const statuses = statusesOf(other.subscribe(last));
  for (const id of ids) kling.move(id, { status: 'FAILED' });
  expect(await statuses).toContain('FAILED');
}, 60_000);

test('the tasks of a gateway that closes are acquired by another at once', async () => {
  const { task } = await one.createElement(input(), null);
  await called('task');
  await one.close();
  kling.move(task.id, { status: 'FAILED' });
  expect(await statusesOf(other.subscribe(task.id))).toContain('FAILED');
}, 20_000);

test('the result of a create by a gateway that is gone is found out by another gateway', async () => {
  const { id } = kling.add({ externalId: 'created' });
  const addUnresolved = (externalId: string) =>
    server.query(
      url,
      `INSERT INTO creations (external_id, fingerprint, state, created_at, acquired_by, in_progress)
       VALUES ('${externalId}', 'print', 'UNRESOLVED', ${Date.now()}, 'gone', 1)`,
    );
  await Promise.all([addUnresolved('created'), addUnresolved('nothing')]);
  const states = async () =>
    (await server.query(url, 'SELECT external_id, state, task_id FROM creations ORDER BY external_id')).map(
      (row) => Object.values(row).join(' '),
    );
  await until('both are resolved', async () => !(await states()).join().includes('UNRESOLVED'));
  expect(await states()).toEqual([`created CREATED ${id}`, 'nothing NOT_CREATED ']);
  kling.move(id, { status: 'FAILED' });
  expect(await statusesOf(one.subscribe(id))).toContain('FAILED');
}, 20_000);

test('several gateways delete each task older than KEEP_DAYS once, and no other', async () => {
  const database = await server.createDatabase();
  await (await openPostgresLedger(database, silent)).close();
  const day = 86_400_000;
  const insert = (prefix: string, count: number, complete: 0 | 1, recordedAt: number) =>
    server.query(
      database,
      `INSERT INTO tasks (id, version, task, created_here, awaiting_details, complete, recorded_at)
       SELECT '${prefix}' || number, 1, '{}', 0, 0, ${complete}, ${recordedAt} FROM generate_series(1, ${count}) AS number`,
    );
  await insert('old', 500, 1, Date.now() - 3 * day);
  await insert('unfinished', 1, 0, Date.now() - 3 * day);
  await insert('recent', 1, 1, Date.now() - day);

  const deleted: number[] = [];
  const done = Promise.withResolvers<undefined>();
  const info = (facts: object, message: string) => {
    if (!message.includes('KEEP_DAYS') || !('count' in facts)) return;
    deleted.push(Number(facts.count));
    if (deleted.reduce((sum, count) => sum + count, 0) >= 500) done.resolve(undefined);
  };
  const settings = { keepDays: 2, log: { ...silent, info } };
  const gateways = await Promise.all([open(database, settings), open(database, settings)]);
  await done.promise;
  expect(deleted.reduce((sum, count) => sum + count, 0)).toBe(500);
  expect(await server.query(database, 'SELECT id FROM tasks ORDER BY id')).toEqual([
    { id: 'recent1' },
    { id: 'unfinished1' },
  ]);
  await Promise.all(gateways.map((gateway) => gateway.close()));
}, 30_000);

test('a gateway that starts waits for a database that starts later', async () => {
  await server.stop();
  const opening = openPostgresLedger(url, silent);
  await server.start();
  await (await opening).close();
}, 30_000);
