import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultCredentials, type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { media } from '../../harness/media/index.ts';
import { graphqlClient } from '../../harness/graphql/client.ts';
import { CreateElementDocument } from '../../harness/graphql/generated/graphql.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
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

/** Looks of several gateways under faults, as a multiple of those of one that meets none. */
const mostLooks = 1.2;

const picture = Buffer.from(media('front-640x640.jpg')).toString('base64');

let postgres: PostgresServer;
beforeAll(async () => {
  buildGateway();
  postgres = await startPostgres({ durable: true });
}, 60_000);
afterAll(async () => {
  killAll();
  await postgres[Symbol.asyncDispose]();
});

interface Member {
  readonly url: string;
  readonly process: RunningProcess;
  readonly way: Partition;
}

interface World {
  readonly sandbox: Sandbox;
  readonly database: string;
  readonly gateways: readonly Member[];
  readonly notes: Record<string, unknown>;
}

interface Run {
  readonly looks: number;
  readonly subscribers: readonly RoamingSubscriber[];
  /** Of each task what was told, from the database. */
  readonly told: ReadonlyMap<string, readonly string[]>;
  /** Milliseconds from a change at Kling to each subscriber. */
  readonly delays: readonly number[];
  readonly acknowledged: ReadonlyMap<string, string>;
  readonly madeByKling: readonly string[];
  readonly seconds: number;
  readonly notes: Readonly<Record<string, unknown>>;
}

/** Tasks are made one after the other through all gateways, and watched by subscribers at all of them. */
async function scenario(count: number, faults: (world: World) => Promise<void>): Promise<Run> {
  const began = performance.now();
  const sandbox = await startSandbox({ seed, taskMs, checkMedia: false });
  const database = await postgres.createDatabase();
  const gateways: Member[] = [];
  for (let index = 0; index < count; index += 1) gateways.push(await member(sandbox, database));
  const notes: Record<string, unknown> = {};

  /** When each task came to each status at Kling. */
  const moments = new Map<string, number>();
  sandbox.on('task', ({ id, status }) => {
    moments.set(`${id} ${wireStatuses[status] ?? status}`, performance.now());
  });

  const urls = gateways.map(({ url }) => url);
  const subscribers: RoamingSubscriber[] = [];
  const acknowledged = new Map<string, string>();
  const create = async (index: number) => {
    await pause((index * 1000) / createsPerSecond);
    const externalId = `task-${index}`;
    // Every tenth is asked for at two gateways at the same time.
    const askers = index % 10 === 0 ? [index, index + 1] : [index];
    const ids = await Promise.all(askers.map((first) => createSomewhere(urls, first, externalId)));
    expect(new Set(ids).size).toBe(1);
    const id = ids[0] ?? '';
    acknowledged.set(externalId, id);
    for (let own = 0; own < subscribersOfEach; own += 1) {
      subscribers.push(
        new RoamingSubscriber({ urls, first: index + own, id, overWebSocket: index % 2 === 0 }),
      );
    }
  };
  const creating = Promise.all(Array.from({ length: tasks }, (_, index) => create(index)));
  await Promise.all([creating, faults({ sandbox, database, gateways, notes })]);
  await Promise.all(subscribers.map(({ ended }) => ended));

  const rows = await postgres.query(database, 'SELECT task_id, row FROM changes ORDER BY sequence');
  const told = new Map<string, string[]>();
  for (const { task_id, row } of rows as { task_id: string; row: string }[]) {
    const { task } = JSON.parse(row) as { task: { status: string } };
    told.set(task_id, [...(told.get(task_id) ?? []), task.status]);
  }
  const run = {
    looks: sandbox.calls.task + sandbox.calls.tasks,
    subscribers,
    told,
    delays: subscribers.flatMap(({ id, updates }) =>
      updates.flatMap(({ status, at }) => {
        const moment = moments.get(`${id} ${status}`);
        return moment === undefined ? [] : [at - moment];
      }),
    ),
    acknowledged,
    madeByKling: sandbox.tasks().map(({ externalId }) => externalId ?? ''),
    seconds: (performance.now() - began) / 1000,
    notes,
  };
  for (const { process, way } of gateways) {
    await process.stop();
    await way[Symbol.asyncDispose]();
  }
  await sandbox.close();
  return run;
}

const wireStatuses: Readonly<Record<string, string>> = {
  submitted: 'SUBMITTED',
  processing: 'PROCESSING',
  succeed: 'SUCCEEDED',
  failed: 'FAILED',
};

async function member(sandbox: Sandbox, database: string): Promise<Member> {
  const way = await startPartition(postgres.port);
  const port = await freePort();
  const process = launchGateway({
    PORT: String(port),
    DATABASE_URL: database.replace(`:${postgres.port}/`, `:${way.port}/`),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
  });
  const url = `http://127.0.0.1:${port}`;
  await process.printed(`${url}/graphql`);
  return { url, process, way };
}

/** Repeats at the next gateway until one has an answer, as a careful client does. @returns the task's id */
async function createSomewhere(urls: readonly string[], first: number, externalId: string): Promise<string> {
  for (let turn = first; ; turn += 1) {
    const client = graphqlClient(`${urls[turn % urls.length]}/graphql`);
    try {
      const { data } = await client.ask(CreateElementDocument, {
        input: {
          name: externalId,
          description: 'One of many',
          externalId,
          reference: { images: { frontal: { base64: picture }, others: [{ base64: picture }] } },
        },
      });
      const created = data?.createElement;
      if (created?.__typename === 'CreateElementSuccess') return created.task.id;
    } catch {
      // The gateway is gone, or went while it was asked.
    }
    await pause(200);
  }
}

const statusOf = async (url: string) => {
  const response = await fetch(`${url}/health/ready`);
  return `${response.status} ${((await response.json()) as { status: string }).status}`;
};

/** Resolves with the milliseconds until a gateway says so of itself. */
async function says(url: string, status: string): Promise<number> {
  const began = performance.now();
  while ((await statusOf(url)) !== status) await pause(50);
  return Math.round(performance.now() - began);
}

/** The oldest gateway, which looks at all, is killed; the database restarts; the next that looks at all loses it. */
async function threeFaults({ sandbox, gateways, notes }: World): Promise<void> {
  const [first, second, third] = gateways as readonly [Member, Member, Member];
  await pause(6000);
  const killedAt = Date.now();
  await first.process.stop('SIGKILL');
  await pause(9000);
  const looked = sandbox.requests.find(
    ({ operation, time }) => (operation === 'task' || operation === 'tasks') && time > killedAt,
  );
  notes.lookedAgainAfterKillMs = (looked?.time ?? Infinity) - killedAt;

  await postgres.stop('fast');
  notes.saidDownMs = await Promise.all([second, third].map(({ url }) => says(url, '503 DATABASE_DOWN')));
  await pause(2000);
  await postgres.start();
  notes.readyAfterRestartMs = await Promise.all([second, third].map(({ url }) => says(url, '200 READY')));

  await pause(2000);
  second.way.cut();
  const cutAt = Date.now();
  notes.partitionSaidDownMs = await says(second.url, '503 DATABASE_DOWN');
  expect(await statusOf(third.url)).toBe('200 READY');
  await pause(Math.max(0, cutAt + 20_000 - Date.now()));
  second.way.heal();
  notes.readyAfterPartitionMs = await says(second.url, '200 READY');
}

function checkRun({ subscribers, told, acknowledged, madeByKling }: Run): void {
  expect(madeByKling).toHaveLength(tasks);
  expect(new Set(madeByKling).size).toBe(tasks);
  expect(acknowledged.size).toBe(tasks);
  for (const id of acknowledged.values()) expect(told.get(id)?.at(-1)).toBe('SUCCEEDED');
  expect(subscribers).toHaveLength(tasks * subscribersOfEach);
  for (const { id, connections } of subscribers) {
    const all = told.get(id) ?? [];
    // Each connection tells the state as it is, then each later one, as long as it lasts.
    for (const seen of connections) {
      const from = all.indexOf(seen[0] ?? '');
      expect(seen).toEqual(seen.length === 0 ? [] : all.slice(from, from + seen.length));
    }
    expect(connections.at(-1)?.at(-1)).toBe('SUCCEEDED');
    const positions = connections.flat().map((status) => all.indexOf(status));
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  }
}

test('three gateways under three faults lose nothing, repeat nothing, and hardly look more often than one', async () => {
  const one = await scenario(1, () => Promise.resolve());
  checkRun(one);
  const three = await scenario(3, threeFaults);
  checkRun(three);

  const ratio = three.looks / one.looks;
  const delays = ({ delays: all }: Run) => ({
    p50: rounded(percentile(all, 0.5)),
    p99: rounded(percentile(all, 0.99)),
    max: rounded(percentile(all, 1)),
  });
  const figures = {
    what: '300 tasks, 900 subscribers over WebSocket and SSE; one gateway without faults, and three on one PostgreSQL of which one is killed, one loses the database for 20 s, and whose database restarts',
    seed,
    looks: { one: one.looks, three: three.looks, ratio: rounded(ratio, 3) },
    reconnections: three.subscribers.reduce((sum, { connections }) => sum + connections.length - 1, 0),
    milliseconds: { fromKlingToSubscriber: { one: delays(one), three: delays(three) }, ...three.notes },
    seconds: { one: rounded(one.seconds), three: rounded(three.seconds) },
    tasks: {
      made: three.madeByKling.length,
      doubled: three.madeByKling.length - new Set(three.madeByKling).size,
      final: [...three.told.values()].filter((statuses) => statuses.at(-1) === 'SUCCEEDED').length,
    },
  };
  writeResults('several-gateways', figures);
  expect(ratio).toBeLessThanOrEqual(mostLooks);
}, 240_000);
