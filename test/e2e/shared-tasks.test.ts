import { setTimeout as pause } from 'node:timers/promises';

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

import { type PostgresServer, startPostgres } from '../../harness/postgres/server.ts';

const nothing = () => undefined;
const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

let server: PostgresServer;
let kling: InMemoryKling;
let one: CountedTasks;
let other: CountedTasks;

async function open(
  url: string,
  { client = kling, ...settings }: { readonly client?: InMemoryKling } & Partial<TaskServiceSettings> = {},
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

/** Resolves when Kling has been asked so. */
async function asked(call: 'createElement' | 'task', count = 1): Promise<void> {
  while (kling.count(call) < count) await pause(10);
}

const pollsOf = (id: string) => kling.calls.filter((call) => call === `task ${id}`).length;

/** Resolves after this many further polls of a task. */
async function polled(id: string, times: number): Promise<void> {
  const before = pollsOf(id);
  while (pollsOf(id) < before + times) await pause(10);
}

const input = (name = 'Ann') => sampleInput({ name, externalId: 'mine' });

test('a create that is under way at another gateway is waited for, and is a repeat', async () => {
  kling.block('createElement');
  const first = one.createElement(input(), null);
  await asked('createElement');
  const second = other.createElement(input(), null);
  await expect(other.createElement(input('Bob'), null)).rejects.toThrow(/another input/);
  kling.unblock();
  const [made, repeated] = await Promise.all([first, second]);
  expect(made.repeated).toBe(false);
  expect(repeated).toEqual({ task: made.task, repeated: true });
  expect(kling.count('createElement')).toBe(1);
});

test('a create that was refused at another gateway is tried by the one that waited', async () => {
  kling.fault = () => ({ error: sampleProblem('RATE_LIMIT') });
  kling.block('createElement');
  const first = one.createElement(input(), null);
  await asked('createElement');
  const second = other.createElement(input(), null);
  kling.fault = () => undefined;
  kling.unblock();
  await expect(first).rejects.toThrow('RATE_LIMIT');
  expect((await second).repeated).toBe(false);
  expect(kling.size).toBe(1);
});

test('what one gateway makes and looks at, subscribers of the other are told', async () => {
  const { task } = await other.createElement(input(), null);
  const statuses = statusesOf(other.subscribe(task.id));
  const atOne = statusesOf(one.subscribe(task.id));
  await asked('task');
  kling.move(task.id, { status: 'PROCESSING' });
  while ((await other.get(task.id))?.status !== 'PROCESSING') await pause(10);
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
  while ((await watched()).length > 0) await pause(50);

  // The gateway that polls drops the first task no later than it takes up the next one.
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

test('a callback that comes to one gateway makes the one that holds the task look now', async () => {
  // Neither looks by itself within the hour.
  const settings = { publicUrl: 'https://gateway.example', pollMinMs: 3_600_000, pollMaxMs: 3_600_000 };
  const calls: string[] = [];
  /** The same Kling for both, and who asked. */
  const askedBy = (name: string) =>
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
  const holder = await open(database, { ...settings, client: askedBy('holder') });
  const receiver = await open(database, { ...settings, client: askedBy('receiver') });
  const { task } = await receiver.createElement(input(), null);
  const held = () => server.query(database, 'SELECT id FROM tasks WHERE acquired_by IS NOT NULL');
  while ((await held()).length === 0) await pause(50);
  // The holder has it in its watch once it has read what it took.
  const statuses = receiver.subscribe(task.id);
  await statuses.next();
  kling.move(task.id, { status: 'PROCESSING' });
  const { callback_url: callbackUrl } = JSON.parse(kling.bodies.at(-1) ?? '') as { callback_url: string };
  const token = callbackUrl.slice(callbackUrl.lastIndexOf('/') + 1);
  const body = new TextEncoder().encode(JSON.stringify({ task_id: task.id, task_status: 'processing' }));
  const told = statuses.next();
  while (calls.length === 0) {
    expect(await receiver.receiveCallback(token, { headers: {}, body })).toBe('ACCEPTED');
    await pause(100);
  }
  expect((await told).value).toMatchObject({ status: 'PROCESSING' });
  expect(calls).toEqual(['holder']);
  await Promise.all([holder.close(), receiver.close()]);
}, 30_000);

test('more than two thousand tasks are divided among the gateways, and taken over when one closes', async () => {
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
  let held = await shares();
  while (sum(held) < count || held.length < 2) {
    await pause(100);
    held = await shares();
  }
  // Half each; a tenth and ten more are let be.
  expect(Math.max(...held)).toBeLessThanOrEqual(1660);
  await one.close();
  while ((await shares())[0] !== count) await pause(100);
  const [last = ''] = ids.slice(-1);
  const statuses = statusesOf(other.subscribe(last));
  for (const id of ids) kling.move(id, { status: 'FAILED' });
  expect(await statuses).toContain('FAILED');
}, 60_000);

test('the tasks of a gateway that closes are taken over at once', async () => {
  const { task } = await one.createElement(input(), null);
  await asked('task');
  await one.close();
  kling.move(task.id, { status: 'FAILED' });
  expect(await statusesOf(other.subscribe(task.id))).toContain('FAILED');
}, 20_000);

test('how a create of a gateway that is gone ended is found out by another', async () => {
  const { id } = kling.add({ externalId: 'made' });
  const asks = (externalId: string) =>
    server.query(
      url,
      `INSERT INTO creations (external_id, fingerprint, state, created_at, acquired_by, in_progress)
       VALUES ('${externalId}', 'print', 'UNRESOLVED', 1, 'gone', 1)`,
    );
  await Promise.all([asks('made'), asks('nothing')]);
  const states = async () =>
    (await server.query(url, 'SELECT external_id, state, task_id FROM creations ORDER BY external_id')).map(
      (row) => Object.values(row).join(' '),
    );
  while ((await states()).join().includes('UNRESOLVED')) await pause(50);
  expect(await states()).toEqual([`made CREATED ${id}`, 'nothing NOT_CREATED ']);
  kling.move(id, { status: 'FAILED' });
  expect(await statusesOf(one.subscribe(id))).toContain('FAILED');
}, 20_000);

test('a gateway that starts waits for a database that starts later', async () => {
  await server.stop();
  const opening = openPostgresLedger(url, log);
  await server.start();
  await (await opening).close();
}, 30_000);
