import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultCredentials, type LoggedRequest, type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { media } from '../../harness/media/index.ts';
import { graphqlClient } from '../../harness/graphql/client.ts';
import { CreateElementDocument } from '../../harness/graphql/generated/graphql.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { pollUntil } from '../../harness/poll-until.ts';
import { killAll, type RunningProcess } from '../../harness/process.ts';
import { freePort } from '../../harness/free-port.ts';
import { percentile, rounded } from '../../harness/statistics.ts';
import { writeResults } from '../../harness/write-results.ts';
import { type Partition, startPartition } from '../../harness/postgres/partition.ts';
import { type PostgresServer, startPostgres } from '../../harness/postgres/server.ts';
import { RoamingSubscriber } from '../../harness/gateway/roaming-subscriber.ts';

const tasks = 300;
const subscribersOfEach = 3;
/** From submitted to final; processing begins at a third of it. */
const taskMs = 30_000;
const createsPerSecond = 20;
const seed = 4;

/** Polls of several gateways under faults, as a multiple of those of one without faults. */
const maxPolls = 1.2;

const image = Buffer.from(media('front-640x640.jpg')).toString('base64');

let postgres: PostgresServer;
beforeAll(async () => {
  buildGateway();
  postgres = await startPostgres({ durable: true });
}, 180_000);
afterAll(async () => {
  killAll();
  await postgres[Symbol.asyncDispose]();
}, 60_000);

interface Member {
  readonly url: string;
  readonly process: RunningProcess;
  readonly partition: Partition;
}

interface Cluster {
  readonly sandbox: Sandbox;
  readonly database: string;
  readonly gateways: readonly Member[];
  /** The task IDs that the gateways have acknowledged, by external ID. */
  readonly acknowledged: ReadonlyMap<string, string>;
  readonly signal: AbortSignal;
}

type Measurements = Readonly<Record<string, unknown>>;

interface Run {
  readonly polls: number;
  /** The external IDs by which repeated and reconciled creates asked for their tasks, one for each call. */
  readonly lookups: readonly string[];
  readonly subscribers: readonly RoamingSubscriber[];
  /** The statuses published for each task, from the database. */
  readonly published: ReadonlyMap<string, readonly string[]>;
  /** Milliseconds from a change at Kling to each subscriber. */
  readonly delays: readonly number[];
  readonly acknowledged: ReadonlyMap<string, string>;
  readonly externalIdsAtKling: readonly string[];
  readonly seconds: number;
  readonly measurements: Measurements;
}

/** Tasks are created one after the other through all gateways, and followed by subscribers at all of them. */
async function run(count: number, cause: (cluster: Cluster) => Promise<Measurements>): Promise<Run> {
  const began = performance.now();
  await using stack = new AsyncDisposableStack();
  const sandbox = stack.use(await startSandbox({ seed, taskMs, checkMedia: false }));
  const database = await postgres.createDatabase();
  const gateways: Member[] = [];
  for (let index = 0; index < count; index += 1) gateways.push(await startMember(stack, sandbox, database));
  const stopping = new AbortController();
  stack.defer(() => {
    stopping.abort();
  });
  const { signal } = stopping;

  /** When each task reached each status at Kling. */
  const reachedAt = new Map<string, number>();
  sandbox.on('task', ({ id, status }) => {
    reachedAt.set(`${id} ${statusOfWire[status] ?? status}`, performance.now());
  });

  const urls = gateways.map(({ url }) => url);
  const subscribers: RoamingSubscriber[] = [];
  const acknowledged = new Map<string, string>();
  const create = async (index: number) => {
    await pause((index * 1000) / createsPerSecond, undefined, { signal });
    const externalId = `order-${index}`;
    // Every tenth is requested at two gateways at the same time.
    const starts = index % 10 === 0 ? [index, index + 1] : [index];
    const ids = await Promise.all(starts.map((first) => createAtAny(urls, first, externalId, signal)));
    expect(new Set(ids).size).toBe(1);
    const id = ids[0] ?? '';
    acknowledged.set(externalId, id);
    for (let own = 0; own < subscribersOfEach; own += 1) {
      subscribers.push(
        new RoamingSubscriber({ urls, first: index + own, id, overWebSocket: index % 2 === 0, signal }),
      );
    }
  };
  const [measurements] = await Promise.all([
    cause({ sandbox, database, gateways, acknowledged, signal }),
    ...Array.from({ length: tasks }, (_, index) => create(index)),
  ]);
  await Promise.all(subscribers.map(({ ended }) => ended));

  const rows = await postgres.query(database, 'SELECT task_id, row FROM changes ORDER BY sequence');
  const published = new Map<string, string[]>();
  for (const { task_id, row } of rows as { task_id: string; row: string }[]) {
    const { task } = JSON.parse(row) as { task: { status: string } };
    published.set(task_id, [...(published.get(task_id) ?? []), task.status]);
  }
  return {
    polls: sandbox.requests.filter(isPoll).length,
    lookups: sandbox.requests.flatMap((request) => lookedUp(request) ?? []),
    subscribers,
    published,
    delays: subscribers.flatMap(({ id, updates }) =>
      updates.flatMap(({ status, at }) => {
        const reached = reachedAt.get(`${id} ${status}`);
        return reached === undefined ? [] : [at - reached];
      }),
    ),
    acknowledged,
    externalIdsAtKling: sandbox.tasks().map(({ externalId }) => externalId ?? ''),
    seconds: (performance.now() - began) / 1000,
    measurements,
  };
}

const statusOfWire: Readonly<Record<string, string>> = {
  submitted: 'SUBMITTED',
  processing: 'PROCESSING',
  succeed: 'SUCCEEDED',
  failed: 'FAILED',
};

async function startMember(stack: AsyncDisposableStack, sandbox: Sandbox, database: string): Promise<Member> {
  const partition = stack.use(await startPartition(postgres.port));
  const port = await freePort();
  const process = launchGateway({
    PORT: String(port),
    DATABASE_URL: database.replace(`:${postgres.port}/`, `:${partition.port}/`),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
  });
  stack.defer(async () => {
    await process.stop();
  });
  const url = `http://127.0.0.1:${port}`;
  await process.printed(`${url}/graphql`);
  return { url, process, partition };
}

/** Repeats at the next gateway until one succeeds, as a careful client does. @returns the task's ID */
async function createAtAny(
  urls: readonly string[],
  first: number,
  externalId: string,
  signal: AbortSignal,
): Promise<string> {
  for (let turn = first; ; turn += 1) {
    const client = graphqlClient(`${urls[turn % urls.length]}/graphql`);
    try {
      const { data } = await client.ask(CreateElementDocument, {
        input: {
          name: externalId,
          description: 'One of many',
          externalId,
          reference: { images: { frontal: { base64: image }, others: [{ base64: image }] } },
        },
      });
      const created = data?.createElement;
      if (created?.__typename === 'CreateElementSuccess') return created.task.id;
    } catch {
      // The gateway is gone, or ended during the call.
    }
    await pause(200, undefined, { signal });
  }
}

const readinessOf = async (url: string) => {
  const response = await fetch(`${url}/health/ready`);
  return `${response.status} ${((await response.json()) as { status: string }).status}`;
};

/** Resolves with the milliseconds until a gateway reports this readiness. */
async function reports(url: string, readiness: string): Promise<number> {
  const began = performance.now();
  let reported = '';
  await pollUntil(
    async () => {
      reported = await readinessOf(url);
      return reported === readiness || undefined;
    },
    () => `${url} reports ${reported} instead of ${readiness}`,
  );
  return Math.round(performance.now() - began);
}

/** Resolves once this many tasks have been recorded. @param status undefined: any */
async function recorded(database: string, count: number, status?: string): Promise<void> {
  const condition = status === undefined ? '' : ` WHERE task::json->>'status' = '${status}'`;
  let found = 0;
  await pollUntil(
    async () => {
      const [row] = await postgres.query(database, `SELECT count(*) AS tasks FROM tasks${condition}`);
      found = Number(row?.tasks);
      return found >= count || undefined;
    },
    () => `${found} instead of ${count} tasks are recorded${condition}`,
  );
}

/** A create that is repeated or reconciled asks for its task by the external ID; polls do so by Kling's ID. */
const lookedUp = ({ path }: LoggedRequest) => /\/(order-\d+)$/.exec(path)?.[1];

const isPoll = (request: LoggedRequest) =>
  request.operation === 'tasks' || (request.operation === 'task' && lookedUp(request) === undefined);

/**
 * Resolves with the gateway that all unfinished tasks belong to: of so few tasks, the oldest gateway that is alive polls
 * them all.
 *
 * @param before the gateway that they belonged to
 */
async function pollingGateway(database: string, before?: string): Promise<string> {
  const sql = 'SELECT DISTINCT acquired_by FROM tasks WHERE complete = 0 AND acquired_by IS NOT NULL';
  let found: unknown[] = [];
  return await pollUntil(
    async () => {
      found = (await postgres.query(database, sql)).map(({ acquired_by }) => acquired_by);
      const [id] = found;
      return found.length === 1 && typeof id === 'string' && id !== before ? id : undefined;
    },
    () => `the tasks belong to ${found.join(' and ')}`,
  );
}

/**
 * The oldest gateway, which polls all tasks, is killed; the database restarts; the next oldest, which has taken over,
 * loses the database.
 */
async function threeFaults(cluster: Cluster): Promise<Measurements> {
  const { sandbox, database, gateways, acknowledged, signal } = cluster;
  const [first, second, third] = gateways as readonly [Member, Member, Member];
  const survivors = [second, third];

  await recorded(database, tasks / 3);
  const firstId = await pollingGateway(database);
  await first.process.stop('SIGKILL');
  const killedAt = Date.now();
  const nextPoll = sandbox.once('request', isPoll);
  const secondId = await pollingGateway(database, firstId);
  const polledAgainAfterKillMs = (await nextPoll).time - killedAt;

  await recorded(database, tasks);
  await postgres.stop('fast');
  const reportedDownMs = await Promise.all(survivors.map(({ url }) => reports(url, '503 DATABASE_DOWN')));
  const repeats = Promise.all(survivors.map(({ url }) => createAtAny([url], 0, 'order-0', signal)));
  await postgres.start();
  const readyAfterRestartMs = await Promise.all(survivors.map(({ url }) => reports(url, '200 READY')));
  const known = acknowledged.get('order-0');
  expect(await repeats).toEqual([known, known]);

  await sandbox.once('request', isPoll);
  second.partition.cut();
  const partitionReportedMs = await reports(second.url, '503 DATABASE_DOWN');
  expect(await readinessOf(third.url)).toBe('200 READY');
  await pollingGateway(database, secondId);
  await recorded(database, tasks / 2, 'SUCCEEDED');
  second.partition.heal();
  const readyAfterPartitionMs = await reports(second.url, '200 READY');
  return {
    polledAgainAfterKillMs,
    reportedDownMs,
    readyAfterRestartMs,
    partitionReportedMs,
    readyAfterPartitionMs,
  };
}

function checkRun({ subscribers, published, acknowledged, externalIdsAtKling, lookups }: Run): void {
  expect(externalIdsAtKling).toHaveLength(tasks);
  expect(new Set(externalIdsAtKling).size).toBe(tasks);
  expect(acknowledged.size).toBe(tasks);
  // At most once by its repeat, and once by its reconciliation.
  for (const [, calls] of Map.groupBy(lookups, (id) => id)) expect(calls.length).toBeLessThanOrEqual(2);
  for (const id of acknowledged.values()) expect(published.get(id)?.at(-1)).toBe('SUCCEEDED');
  expect(subscribers).toHaveLength(tasks * subscribersOfEach);
  for (const { id, connections } of subscribers) {
    const all = published.get(id) ?? [];
    // Each connection delivers the current state, then each later one, as long as it lasts.
    for (const received of connections) {
      const from = all.indexOf(received[0] ?? '');
      expect(received).toEqual(received.length === 0 ? [] : all.slice(from, from + received.length));
    }
    expect(connections.at(-1)?.at(-1)).toBe('SUCCEEDED');
    const positions = connections.flat().map((status) => all.indexOf(status));
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  }
}

test('three gateways with three faults lose nothing, duplicate nothing, and poll hardly more often than one', async () => {
  const one = await run(1, () => Promise.resolve({}));
  checkRun(one);
  const three = await run(3, threeFaults);
  checkRun(three);

  const ratio = three.polls / one.polls;
  const delays = ({ delays: all }: Run) => ({
    p50: rounded(percentile(all, 0.5)),
    p99: rounded(percentile(all, 0.99)),
    max: rounded(percentile(all, 1)),
  });
  writeResults('several-gateways', {
    what: '300 tasks, 900 subscribers over WebSocket and SSE; one gateway without faults, and three on one PostgreSQL of which one is killed and one loses the database until half of the tasks have succeeded, and whose database restarts',
    seed,
    polls: { one: one.polls, three: three.polls, ratio: rounded(ratio, 3) },
    lookups: { one: one.lookups.length, three: three.lookups.length },
    reconnections: three.subscribers.reduce((sum, { connections }) => sum + connections.length - 1, 0),
    milliseconds: {
      fromKlingToSubscriber: { one: delays(one), three: delays(three) },
      ...three.measurements,
    },
    seconds: { one: rounded(one.seconds), three: rounded(three.seconds) },
    tasks: {
      created: three.externalIdsAtKling.length,
      duplicated: three.externalIdsAtKling.length - new Set(three.externalIdsAtKling).size,
      final: [...three.published.values()].filter((statuses) => statuses.at(-1) === 'SUCCEEDED').length,
    },
  });
  expect(ratio).toBeLessThanOrEqual(maxPolls);
}, 240_000);
