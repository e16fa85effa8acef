import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CallbackEntry, defaultCredentials, startSandbox } from '@kling-elements/sandbox';
import { readSecret, signCallback } from '@kling-elements/validation';

import {
  CreateElementDocument,
  TaskChangesDocument,
  type TaskChangesSubscription,
  TaskDocument,
} from '../../harness/graphql/generated/graphql.ts';
import { buildGateway } from '../../harness/gateway/bundle.ts';
import { pollUntil } from '../../harness/poll-until.ts';
import { killAll } from '../../harness/process.ts';
import { concurrently } from '../../harness/concurrently.ts';
import { percentile, rounded } from '../../harness/statistics.ts';
import { writeResults } from '../../harness/write-results.ts';
import { GatewayProcess } from '../../harness/gateway/gateway-process.ts';
import { sampleInput } from '../../harness/gateway/sample-input.ts';
import { SeededRandom } from '../../harness/seeded-random.ts';
import { stores } from '../../harness/gateway/stores.ts';

const seed = 10_000;
const tasks = 1000;
const connections = 50;
const maxMemoryMb = 400;
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** So long that every update comes from a callback. */
const never = '3600000';

beforeAll(buildGateway);
afterAll(killAll);

type Headers = Readonly<Record<string, string>>;

interface Message {
  readonly url: string;
  readonly body: string;
  readonly headers: Headers;
  /** The correct HTTP status. */
  readonly expected: number;
}

/** How often each of a task's three genuine callbacks is among its ten. */
const copies = { submitted: 2, processing: 3, final: 3 };

function genuineMessages(entry: CallbackEntry): Message[] {
  const { url, body, headers, status } = entry;
  const times = status === 'submitted' || status === 'processing' ? copies[status] : copies.final;
  return Array.from({ length: times }, () => ({ url, body, headers, expected: 200 }));
}

/** Two for each task: they would do harm if one were believed. */
function forgedMessages(own: CallbackEntry, other: CallbackEntry, random: SeededRandom): Message[] {
  const opposite = own.status === 'failed' ? 'succeed' : 'failed';
  const forged = own.body.replace(/"task_status":"\w+"/, `"task_status":"${opposite}"`);
  const sign = (body: string, key: string, time = Date.now()) =>
    signCallback('msg_forged', Buffer.from(body), [readSecret(key)], time);
  const wrongSecret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const json = { 'content-type': 'application/json' };
  const message = (body: string, headers: Headers, expected = 401): Message => ({
    url: own.url,
    body,
    headers: { ...json, ...headers },
    expected,
  });
  const kinds = [
    () => message(forged, {}),
    () => message(forged, sign(forged, wrongSecret)),
    () => message(`${forged} `, sign(forged, secret)),
    () => message(forged, sign(forged, secret, Date.now() - 600_000)),
    () => message(other.body, sign(other.body, secret), 404),
    () => ({ ...message(forged, sign(forged, secret), 404), url: `${own.url}x` }),
  ];
  return Array.from({ length: 2 }, () =>
    (kinds[random.below(kinds.length)] ?? (() => message(forged, {})))(),
  );
}

async function post({ url, body, headers }: Message, agent: Agent): Promise<number> {
  const outgoing = request(url, {
    method: 'POST',
    agent,
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}

describe.each(stores)('on the $name store', (store) => {
  test('after 10,000 callbacks at once for 1,000 tasks, duplicated, shuffled and a fifth of them forged, every task ends as it did at Kling', async () => {
    const random = new SeededRandom(seed);
    await using opened = await store.open();
    await using sandbox = await startSandbox({
      seed,
      hold: true,
      webhookSecret: secret,
      // The test itself sends what the sandbox would have sent.
      faults: [{ kind: 'callback', how: 'lost', probability: 1 }],
    });
    const entries = new Map<string, CallbackEntry[]>();
    sandbox.on('callback', (entry) => {
      const ofTask = entries.get(entry.taskId ?? '') ?? [];
      entries.set(entry.taskId ?? '', [...ofTask, entry]);
    });
    await using gateway = await GatewayProcess.start({
      ...opened.environment,
      KLING_API_KEY: defaultCredentials.apiKey,
      KLING_BASE_URL: sandbox.url,
      KLING_WEBHOOK_SECRET: secret,
      POLL_MIN_MS: never,
      POLL_MAX_MS: never,
    });

    const taskIds: string[] = [];
    const externalIds = Array.from({ length: tasks }, (_, index) => `burst-${index}`);
    await concurrently(20, externalIds, async (externalId) => {
      const { data } = await gateway.client.ask(CreateElementDocument, { input: sampleInput(externalId) });
      const result = data?.createElement;
      if (result?.__typename !== 'CreateElementSuccess') throw new Error(JSON.stringify(result));
      taskIds.push(result.task.id);
    });
    for (const id of taskIds) {
      sandbox.advance(id, 'processing');
      if (random.below(5) === 0) sandbox.advance(id, 'failed', 'No face was found');
      else sandbox.advance(id, 'succeed');
    }
    const all = [...entries.values()];
    const messages = random.shuffled(
      all.flatMap((own, index) => {
        const [first] = all[(index + 1) % all.length] ?? [];
        const last = own.at(-1);
        if (first === undefined || last === undefined) throw new Error('A task has no callbacks.');
        return [...own.flatMap(genuineMessages), ...forgedMessages(last, first, random)];
      }),
    );
    expect(messages).toHaveLength(10_000);

    const received = new Map<string, string[]>();
    const watching = watchAll(gateway, received);
    await pollUntil(
      async () => (await gateway.metrics()).get('kling_gateway_subscribers') === 1 || undefined,
      () => 'there is no subscriber',
    );
    const pollsBefore = sandbox.calls.task + sandbox.calls.tasks;
    const memoryBefore = gateway.peakMemory();
    const agent = new Agent({ keepAlive: true, maxSockets: connections });
    const milliseconds: number[] = [];
    const wrong: string[] = [];
    const began = performance.now();
    await concurrently(connections, messages, async (message) => {
      const sent = performance.now();
      const status = await post(message, agent);
      milliseconds.push(performance.now() - sent);
      if (status !== message.expected)
        wrong.push(`${status} instead of ${message.expected}: ${message.body}`);
    });
    const seconds = (performance.now() - began) / 1000;
    agent.destroy();
    expect(wrong).toEqual([]);
    const peakMemoryMb = gateway.peakMemory();

    for (const id of taskIds) {
      const { data } = await gateway.client.ask(TaskDocument, { id });
      const atKling = sandbox.task(id);
      const elements = atKling?.status === 'succeed' ? [{ id: atKling.madeId }] : [];
      const status = atKling?.status === 'succeed' ? 'SUCCEEDED' : 'FAILED';
      expect(data?.task).toMatchObject({ id, status, final: true, elements });
    }
    expect(sandbox.calls.task + sandbox.calls.tasks).toBe(pollsBefore);
    expect(peakMemoryMb).toBeLessThan(maxMemoryMb);

    // A subscriber to all tasks saw each of them end, and none go back or repeat.
    const interrupted = expect(watching).rejects.toThrow('without a complete event');
    await gateway.stop();
    await interrupted;
    expect(received.size).toBe(tasks);
    const orders = ['PROCESSING SUCCEEDED', 'PROCESSING FAILED', 'SUCCEEDED', 'FAILED'];
    for (const statuses of received.values()) expect(orders).toContain(statuses.join(' '));

    writeResults(`callback-burst-${store.name}`, {
      seed,
      tasks,
      callbacks: messages.length,
      forged: messages.filter(({ expected }) => expected !== 200).length,
      connections,
      seconds: rounded(seconds),
      perSecond: Math.round(messages.length / seconds),
      responseMs: {
        p50: rounded(percentile(milliseconds, 0.5)),
        p99: rounded(percentile(milliseconds, 0.99)),
        longest: rounded(Math.max(...milliseconds)),
      },
      memoryBeforeMb: rounded(memoryBefore),
      peakMemoryMb: rounded(peakMemoryMb),
    });
  }, 200_000);
});

async function watchAll(gateway: GatewayProcess, received: Map<string, string[]>): Promise<void> {
  for await (const { data } of gateway.client.events<TaskChangesSubscription, object>(
    TaskChangesDocument,
    {},
  )) {
    const task = data?.taskChanges.task;
    if (task) received.set(task.id, [...(received.get(task.id) ?? []), task.status]);
  }
}
