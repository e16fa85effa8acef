import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultCredentials, type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { CreateElementDocument, TaskDocument } from '../../harness/graphql/generated/graphql.ts';
import { buildGateway } from '../../harness/gateway/bundle.ts';
import { pollUntil } from '../../harness/poll-until.ts';
import { killAll } from '../../harness/process.ts';
import { concurrently } from '../../harness/concurrently.ts';
import { percentile, rounded } from '../../harness/statistics.ts';
import { writeResults } from '../../harness/write-results.ts';
import { GatewayProcess } from '../../harness/gateway/gateway-process.ts';
import { sampleInput } from '../../harness/gateway/sample-input.ts';
import { SeededRandom } from '../../harness/seeded-random.ts';
import { type OpenStore, stores } from '../../harness/gateway/stores.ts';
import { type WatchedTask, watchOverSse, watchOverWebSocket } from '../../harness/gateway/watch-task.ts';

const seed = 50;
const kills = 50;
const tasks = 200;
/** Further creates, whose clients never come back, whatever the response. */
const abandoned = 50;
/** Creates in progress at the same time. */
const creators = 6;
const taskMs = 5000;

beforeAll(buildGateway);
afterAll(killAll);

/** When a kill happens: at a random time, or at the worst moments of a create. */
const moments = ['random time', 'create reaches Kling', 'Kling answers a create'] as const;

async function killMoment(sandbox: Sandbox, random: SeededRandom): Promise<string> {
  const moment = moments[random.below(moments.length)] ?? 'random time';
  const randomTime = pause(100 + random.below(900));
  const isCreate = ({ operation }: { operation: unknown }) => operation === 'create';
  if (moment === 'random time') await randomTime;
  else {
    const event = moment === 'Kling answers a create' ? 'answer' : 'request';
    const toSkip = random.below(4);
    let seen = 0;
    await Promise.race([randomTime, sandbox.once(event, (entry) => isCreate(entry) && (seen += 1) > toSkip)]);
  }
  return moment;
}

/** Creates as a client that never comes back, whatever happens. */
async function createOnceOnly(gateway: GatewayProcess, externalId: string): Promise<void> {
  await gateway.client.ask(CreateElementDocument, { input: sampleInput(externalId) }).catch(() => undefined);
}

/** Creates as a client that never gives up: the same again, under the same external ID, until it is acknowledged. */
async function createPatiently(gateway: GatewayProcess, externalId: string): Promise<string> {
  for (;;) {
    try {
      const { data, errors } = await gateway.client.ask(CreateElementDocument, {
        input: sampleInput(externalId),
      });
      const result = data?.createElement;
      if (result?.__typename === 'CreateElementSuccess') return result.task.id;
      if (result?.__typename !== 'KlingProblem' || !result.retryable) {
        throw new Refused(JSON.stringify(errors ?? result));
      }
    } catch (error) {
      if (error instanceof Refused) throw error;
    }
    await pause(100);
  }
}

class Refused extends Error {
  override readonly name = 'Refused';
}

const rank: Readonly<Record<string, number>> = { SUBMITTED: 0, PROCESSING: 1, SUCCEEDED: 2, FAILED: 2 };

/** Statuses arrive once and in order over each connection, never go back over all of them, and end with a final one. */
function violation({ taskId, connections }: WatchedTask): string | undefined {
  const all = connections.flat();
  const goesOn = (one: string, other: string) => (rank[one] ?? NaN) < (rank[other] ?? NaN);
  const isStrict = connections.every((received) =>
    received.every((status, index) => index === 0 || goesOn(received[index - 1] ?? '', status)),
  );
  const isOrdered = all.every((status, index) => index === 0 || !goesOn(status, all[index - 1] ?? ''));
  const isFinal = rank[all.at(-1) ?? ''] === 2;
  return isStrict && isOrdered && isFinal ? undefined : `${taskId}: ${JSON.stringify(connections)}`;
}

describe.each(stores)('on the $name store', (store) => {
  test('50 kills during 200 tasks lose nothing that was acknowledged, and every subscriber follows its task to the end', async () => {
    const random = new SeededRandom(seed);
    await using opened = await store.open();
    await using sandbox = await startSandbox({
      seed,
      taskMs,
      faults: [
        { kind: 'failed-task', probability: 0.1 },
        { kind: 'lost-answer', on: 'create', when: 'after', probability: 0.1 },
      ],
    });
    await using gateway = await GatewayProcess.start({
      ...opened.environment,
      KLING_API_KEY: defaultCredentials.apiKey,
      KLING_BASE_URL: sandbox.url,
      POLL_MIN_MS: '200',
      POLL_MAX_MS: '2000',
    });

    const began = performance.now();
    const acknowledged = new Map<string, string>();
    const watching: Promise<WatchedTask>[] = [];
    const patient = Array.from({ length: tasks }, (_, index) => `kill-${index}`);
    const impatient = Array.from({ length: abandoned }, (_, index) => `abandoned-${index}`);
    const plan = random
      .shuffled([...patient, ...impatient])
      .map((externalId) => ({ externalId, afterMs: random.below(1400) }));
    const creating = concurrently(creators, plan, async ({ externalId, afterMs }) => {
      await pause(afterMs);
      if (externalId.startsWith('abandoned')) {
        await createOnceOnly(gateway, externalId);
        return;
      }
      const taskId = await createPatiently(gateway, externalId);
      acknowledged.set(externalId, taskId);
      // A quarter each: by Server-Sent Events, by WebSocket, by both, by nobody.
      const way = (acknowledged.size - 1) % 4;
      if (way === 0 || way === 2) watching.push(watchOverSse(gateway, taskId));
      if (way === 1 || way === 2) watching.push(watchOverWebSocket(gateway, taskId));
    });

    const restartMs: number[] = [];
    const waitedFor: Record<string, number> = {};
    for (let kill = 0; kill < kills; kill += 1) {
      const moment = await killMoment(sandbox, random);
      waitedFor[moment] = (waitedFor[moment] ?? 0) + 1;
      await gateway.kill();
      const restartBegan = performance.now();
      await gateway.start();
      restartMs.push(performance.now() - restartBegan);
    }
    const createdDuringKills = acknowledged.size;
    await creating;
    const observed = await Promise.all(watching);
    expect(observed.map(violation).filter((found) => found !== undefined)).toEqual([]);
    expect(observed.length).toBeGreaterThan(0.9 * tasks);

    // The gateway polls and reconciles on its own what nobody watches.
    await ledgerHas(opened, sandbox.tasks().length);
    const atKling = sandbox.tasks();
    const acknowledgedIds = Object.fromEntries(acknowledged);
    const idsAtKling = atKling.map(({ externalId, id }) => [externalId ?? '', id] as const);
    expect(new Set(idsAtKling.map(([externalId]) => externalId)).size).toBe(atKling.length);
    expect(acknowledgedIds).toEqual(
      Object.fromEntries(idsAtKling.filter(([externalId]) => acknowledged.has(externalId))),
    );
    expect(acknowledged.size).toBe(tasks);

    // The ledger alone knows the rest: another gateway on it has nothing to ask Kling.
    await gateway.kill();
    const calls = { ...sandbox.calls };
    await gateway.start();
    for (const { id, externalId, status } of atKling) {
      const { data, errors } = await gateway.client.ask(TaskDocument, { id: externalId ?? '' });
      expect(errors).toBeUndefined();
      const ended = status === 'failed' ? 'FAILED' : 'SUCCEEDED';
      expect(data?.task).toMatchObject({ id, externalId, status: ended, final: true });
    }
    expect(sandbox.calls).toEqual(calls);

    writeResults(`kill-${store.name}`, {
      seed,
      kills,
      tasks,
      abandoned,
      abandonedButCreated: atKling.length - tasks,
      seconds: rounded((performance.now() - began) / 1000),
      waitedFor,
      createdDuringKills,
      subscribers: observed.length,
      connections: observed.reduce((sum, { connections }) => sum + connections.length, 0),
      statusesReceived: observed.reduce((sum, { connections }) => sum + connections.flat().length, 0),
      acknowledgedLost: tasks - acknowledged.size,
      restartMs: {
        p50: rounded(percentile(restartMs, 0.5)),
        longest: rounded(Math.max(...restartMs)),
      },
    });
    expect(await gateway.stop()).toBe(0);
  }, 400_000);
});

/** Resolves once the ledger has this many tasks, all of them complete, and no create whose result is unknown. */
async function ledgerHas(store: OpenStore, count: number): Promise<void> {
  const sql = `SELECT count(*) AS tasks, sum(complete) AS complete,
    (SELECT count(*) FROM creations WHERE state = 'UNRESOLVED') AS unresolved FROM tasks`;
  let found: Record<string, unknown> = {};
  await pollUntil(
    async () => {
      [found = {}] = await store.query(sql);
      const [recorded, complete, unresolved] = [found.tasks, found.complete, found.unresolved].map(Number);
      return (recorded === count && complete === count && unresolved === 0) || undefined;
    },
    () => `${count} tasks at Kling, but in the ledger ${JSON.stringify(found)}`,
  );
}
