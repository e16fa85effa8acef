import { once } from 'node:events';
import { connect } from 'node:net';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Task } from '@kling-elements/validation';

import { Feed } from '../../tasks/feed/feed.ts';
import type { TaskRow } from '../../ledger/task-row.ts';
import { overServerSentEvents, overWebSocket, type Subscriber } from '../../testing/clients.ts';
import { ChangeLog } from '../../testing/change-log.ts';
import { sampleProblem, sampleTask, succeededTask } from '../../testing/samples.ts';
import { rawEvents, rawWebSocket, subscribe } from '../../testing/raw-clients.ts';
import { testGateway, type TestGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
let log: ChangeLog;
let feed: Feed;
let rows: Map<string, TaskRow>;
beforeEach(async () => {
  gateway = await testGateway({}, { staggerMs: 0 });
  log = new ChangeLog();
  feed = new Feed(log);
  rows = new Map();
  const source = {
    find: (key: string) => Promise.resolve(key),
    snapshot: (id: string) => Promise.resolve(rows.get(id) ?? change({ id })),
    subscribed: () => undefined,
    unsubscribed: () => undefined,
  };
  gateway.tasks.subscribe = (key) => feed.task(key, source);
});
afterEach(() => gateway.close());

/** A change of a task, which counts how often its message is read. */
function change({
  id = '1',
  ...more
}: Partial<Task> & { message?: () => string }): TaskRow & { reads: number } {
  const { message = () => 'as it is', ...fields } = more;
  const version = (rows.get(id)?.version ?? 0) + 1;
  const row = {
    version,
    createdHere: true,
    awaitingDetails: false,
    recordedAt: 0,
    reads: 0,
    task: succeededTask(),
  };
  const task = sampleTask({ id, status: 'PROCESSING', ...fields });
  row.task = Object.defineProperty(task, 'statusMessage', {
    get: () => {
      row.reads += 1;
      return message();
    },
  });
  rows.set(id, row);
  return row;
}

function publish(row: TaskRow): void {
  feed.publish(log.add(row));
}

const query = 'subscription ($id: ID!) { taskStatus(id: $id) { statusMessage } }';
const variables = { id: '1' };

const messageOf = ({ value }: IteratorResult<unknown>) =>
  (value as { data: { taskStatus: { statusMessage: string } } }).data.taskStatus.statusMessage;

async function readAll(subscribers: readonly Subscriber[]): Promise<unknown[]> {
  return Promise.all(subscribers.map(async ({ results }) => messageOf(await results.next())));
}

describe('shared subscriptions', () => {
  test('equal subscriptions of all transports share one execution of each change', async () => {
    const first = change({});
    const all = [overServerSentEvents, overServerSentEvents, overWebSocket, overWebSocket].map((over) =>
      over(gateway.url, query, { variables }),
    );
    expect(await readAll(all)).toEqual(Array(4).fill('as it is'));
    // Once for whoever came while nobody else was there.
    expect(first.reads).toBeLessThanOrEqual(2);
    for (const text of ['second', 'third']) {
      const row = change({ message: () => text });
      publish(row);
      expect(await readAll(all)).toEqual(Array(4).fill(text));
      expect(row.reads).toBe(1);
    }
    for (const { dispose } of all) dispose();
  });

  test('subscriptions that differ in selection or variables get their own results', async () => {
    const others = [
      ['subscription ($id: ID!) { taskStatus(id: $id) { statusMessage id } }', variables],
      [query, { id: '2' }],
      [
        'subscription ($id: ID!, $deep: Boolean!) { taskStatus(id: $id) { id @include(if: $deep) statusMessage } }',
        { ...variables, deep: true },
      ],
      [
        'subscription ($id: ID!, $deep: Boolean!) { taskStatus(id: $id) { id @include(if: $deep) statusMessage } }',
        { ...variables, deep: false },
      ],
    ] as const;
    const all = [[query, variables] as const, ...others].map(([text, given]) =>
      overServerSentEvents(gateway.url, text, { variables: given }),
    );
    await readAll(all);
    publish(change({ message: () => 'of the first' }));
    publish(change({ id: '2', message: () => 'of the second' }));
    const received = await Promise.all(
      all.map(async ({ results }) => (await results.next()).value as unknown),
    );
    expect(received).toEqual([
      { data: { taskStatus: { statusMessage: 'of the first' } } },
      { data: { taskStatus: { statusMessage: 'of the first', id: '1' } } },
      { data: { taskStatus: { statusMessage: 'of the second' } } },
      { data: { taskStatus: { id: '1', statusMessage: 'of the first' } } },
      { data: { taskStatus: { statusMessage: 'of the first' } } },
    ]);
    for (const { dispose } of all) dispose();
  });

  test('an error in a shared execution is masked for all subscribers and logged once', async () => {
    const all = [overServerSentEvents, overWebSocket, overWebSocket].map((over) =>
      over(gateway.url, query, { variables }),
    );
    await readAll(all);
    const fault = () => {
      throw new Error('secret');
    };
    publish(change({ message: fault }));
    const received = await Promise.all(
      all.map(async ({ results }) => (await results.next()).value as unknown),
    );
    expect(gateway.logged).toMatchObject([{ err: { message: 'secret' } }]);
    const requestId = gateway.logged[0]?.requestId;
    for (const result of received) {
      expect(result).toMatchObject({
        data: { taskStatus: { statusMessage: null } },
        errors: [{ extensions: { requestId } }],
      });
      expect(JSON.stringify(result)).not.toContain('secret');
    }
    for (const { dispose } of all) dispose();
  });

  test('a late subscriber gets the current task', async () => {
    const early = overServerSentEvents(gateway.url, query, { variables });
    await readAll([early]);
    publish(change({ message: () => 'meanwhile' }));
    expect(await readAll([early])).toEqual(['meanwhile']);
    const late = overWebSocket(gateway.url, query, { variables });
    expect(await readAll([late])).toEqual(['meanwhile']);
    publish(change({ message: () => 'for both' }));
    expect(await readAll([early, late])).toEqual(['for both', 'for both']);
    early.dispose();
    late.dispose();
  });

  test.each([
    [
      'Server-Sent Events',
      async () => {
        const events = await rawEvents(
          gateway.url,
          'subscription { taskChanges { task { statusMessage } } }',
        );
        return () => {
          events.destroy();
        };
      },
    ],
    [
      'WebSocket',
      async () => {
        const socket = await rawWebSocket(gateway.url);
        subscribe(socket, '1', 'subscription { taskChanges { task { statusMessage } } }');
        socket.pause();
        return () => {
          socket.terminate();
        };
      },
    ],
  ])('a subscriber that stalls over %s does not delay the others', async (_, stall) => {
    let listening = 0;
    const both = Promise.withResolvers<undefined>();
    gateway.tasks.subscribeToAll = () => {
      listening += 1;
      if (listening === 2) both.resolve(undefined);
      return Promise.resolve(feed.changes({ statuses: undefined, after: undefined }));
    };
    const end = await stall();
    const { results, dispose } = overServerSentEvents(
      gateway.url,
      'subscription { taskChanges { task { statusMessage } } }',
    );
    const first = results.next();
    await both.promise;
    const bulk = 'x'.repeat(200_000);
    // Far more than the buffers of a socket take.
    for (let number = 1; number <= 100; number += 1) {
      publish(change({ message: () => `${number} ${bulk}` }));
      const received: unknown = number === 1 ? await first : await results.next();
      expect(JSON.stringify(received)).toContain(`"${number} x`);
    }
    // Less than both have: the other one has not read all.
    expect(feed.counters.delivered).toBeLessThan(200);
    end();
    dispose();
  });
});

/** What a connection receives until a text has come `times` times, without what differs from call to call. */
async function answerTo(requests: string, until: string, times = 1): Promise<string> {
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.write(requests);
  let all = '';
  while (all.split(until).length <= times) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    all += chunk.toString();
  }
  socket.destroy();
  return all.replace(/^(x-request-id|date): .*\r\n/gim, '');
}

function post(body: unknown, { version = '1.1', accept = 'text/event-stream' } = {}): string {
  const text = JSON.stringify(body);
  const head = [
    `POST /graphql HTTP/${version}`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `accept: ${accept}`,
    `content-length: ${Buffer.byteLength(text)}`,
  ];
  return `${head.join('\r\n')}\r\n\r\n${text}`;
}

/** With `extensions`, even empty ones, yoga answers instead of the fast path. */
const byYoga = { extensions: {} };
const complete = 'event: complete\ndata:\n\n';

describe('Server-Sent Events', () => {
  test.each([
    ['a finished task', { query, variables }],
    ['an unknown task', { query, variables: { id: 'unknown' } }],
    ['variables of the wrong type', { query, variables: { id: {} } }],
    ['no subscription', { query: '{ __typename }' }],
  ])('Server-Sent Events are the same bytes on the fast path and by yoga for %s', async (what, params) => {
    change({ status: 'SUCCEEDED', message: () => 'fertig – done' });
    const watch = gateway.tasks.subscribe.bind(gateway.tasks);
    gateway.tasks.subscribe = (key) => {
      if (key !== 'unknown') return watch(key);
      return feed.task(key, {
        find: () => Promise.reject(sampleProblem('NOT_FOUND')),
        snapshot: () => Promise.reject(new Error('not reached')),
        subscribed: () => undefined,
        unsubscribed: () => undefined,
      });
    };
    const quick = await answerTo(post(params), complete);
    expect(quick).toContain('event: next\ndata: {');
    expect(await answerTo(post({ ...params, ...byYoga }), complete)).toBe(quick);

    // For a client that also accepts a single result, only subscriptions are answered with a stream.
    const accept = 'application/graphql-response+json, application/json, text/event-stream, multipart/mixed';
    const end = what === 'a finished task' ? complete : '}';
    const either = await answerTo(post(params, { accept }), end);
    expect(await answerTo(post({ ...params, ...byYoga }, { accept }), end)).toBe(either);
  });

  test('Server-Sent Events are not chunked for an HTTP/1.0 client', async () => {
    change({ status: 'SUCCEEDED' });
    const answer = await answerTo(post({ query, variables }, { version: '1.0' }), complete);
    const [head, body] = answer.split('\r\n\r\n', 2);
    expect(head).not.toMatch(/transfer-encoding/i);
    expect(body).toBe(
      `:\n\nevent: next\ndata: {"data":{"taskStatus":{"statusMessage":"as it is"}}}\n\n${complete}`,
    );
  });

  test('Server-Sent Events wait for the response before them on a pipelined connection', async () => {
    change({ status: 'SUCCEEDED' });
    const task = Promise.withResolvers<undefined>();
    const queried = Promise.withResolvers<undefined>();
    gateway.tasks.onGet = () => {
      queried.resolve(undefined);
      return task.promise;
    };
    const query1 = post({ query: '{ task(id: "7") { id } }' }, { accept: 'application/json' });
    const answer = answerTo(`${query1}${post({ query, variables })}`, complete);
    await queried.promise;
    await fetch(`${gateway.url}/health/live`);
    task.resolve(undefined);
    const all = await answer;
    expect(all.indexOf('{"data":{"task":null}}')).toBeGreaterThan(0);
    expect(all.indexOf('event: next')).toBeGreaterThan(all.indexOf('{"data":{"task":null}}'));
  });
});

test('the results on a WebSocket carry the ID that the client chose', async () => {
  const socket = await rawWebSocket(gateway.url);
  const id = '"ü" \\ 1';
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } }));
  const [message] = (await once(socket, 'message')) as [Buffer];
  expect(JSON.parse(message.toString())).toEqual({
    id,
    type: 'next',
    payload: { data: { taskStatus: { statusMessage: 'as it is' } } },
  });
  socket.terminate();
});
