import { once } from 'node:events';

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { EventSource } from 'eventsource';

import { ChangeCursorError, cursorOf } from '../../tasks/feed/change-cursor.ts';
import { overServerSentEvents } from '../../testing/clients.ts';
import { rawEvents } from '../../testing/raw-clients.ts';
import { sampleChange, sampleTask } from '../../testing/samples.ts';
import { testGateway, type TestGateway } from '../../testing/test-gateway.ts';

const query = 'subscription ($after: String) { taskChanges(after: $after) { cursor } }';

let gateway: TestGateway;
let subscribed: Promise<void>;
beforeEach(async () => {
  gateway = await testGateway({}, { staggerMs: 0 });
  subscribed = onSubscribe(gateway);
});
afterEach(() => gateway.close());

function onSubscribe({ tasks }: TestGateway): Promise<void> {
  return new Promise((resolve) => {
    tasks.onSubscribe = resolve;
  });
}

test('an EventSource that reconnects continues after the last change that it has received', async () => {
  const port = Number(new URL(gateway.url).port);
  const source = new EventSource(`${gateway.url}/graphql?query=${encodeURIComponent(query)}`);
  const received = once(source, 'next') as Promise<[MessageEvent<string>]>;
  await subscribed;
  const change = sampleChange(1234);
  gateway.tasks.changeStreams[0]?.push(change);
  const [{ data, lastEventId }] = await received;
  expect(lastEventId).toBe(cursorOf(change));
  expect(JSON.parse(data)).toEqual({ data: { taskChanges: { cursor: lastEventId } } });
  await gateway.close();
  gateway = await testGateway({ port }, { staggerMs: 0 });
  await onSubscribe(gateway);
  expect(gateway.tasks.wantedChanges).toEqual([{ statuses: undefined, after: lastEventId }]);
  source.close();
}, 15_000);

test.each([
  ['the fast path', {}],
  ['the path of unusual requests', { extensions: { any: 1 } }],
])('on %s, a Last-Event-ID takes the place of the cursor in the arguments', async (_, more) => {
  const aborting = new AbortController();
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json', 'last-event-id': 'newer' },
    body: JSON.stringify({ query, variables: { after: 'older' }, ...more }),
    signal: aborting.signal,
  });
  expect(response.status).toBe(200);
  expect(gateway.tasks.wantedChanges).toMatchObject([{ after: 'newer' }]);
  aborting.abort();
});

test('a subscription continues after the cursor in its arguments', async () => {
  const { results, dispose } = overServerSentEvents(gateway.url, query, { variables: { after: 'cursor' } });
  void results.next();
  await subscribed;
  expect(gateway.tasks.wantedChanges).toMatchObject([{ after: 'cursor' }]);
  dispose();
});

test('a subscription after a cursor that is too old fails with an error that says so', async () => {
  gateway.tasks.subscribeToAll = () => Promise.reject(new ChangeCursorError('CURSOR_TOO_OLD'));
  const { results, dispose } = overServerSentEvents(gateway.url, query, { variables: { after: 'old' } });
  expect(await results.next()).toMatchObject({
    value: {
      errors: [
        {
          message: expect.stringMatching(/cursor is too old.*without a cursor/),
          extensions: { code: 'BAD_USER_INPUT', reason: 'CURSOR_TOO_OLD' },
        },
      ],
    },
  });
  expect(await results.next()).toMatchObject({ done: true });
  dispose();
});

test('events of a single task have no ID, as a new subscription begins with the current task', async () => {
  gateway.tasks.stream('1').push(sampleTask());
  const events = await rawEvents(gateway.url, 'subscription { taskStatus(id: "1") { id } }');
  expect(await events.until('"1001"')).not.toMatch(/^id:/m);
  events.destroy();
});

test('lastChangeCursor is the cursor of the newest change, and null before the first one', async () => {
  expect((await gateway.ask('{ lastChangeCursor }')).data).toEqual({ lastChangeCursor: null });
  const newest = sampleChange(5);
  gateway.tasks.newest = newest;
  expect((await gateway.ask('{ lastChangeCursor }')).data).toEqual({ lastChangeCursor: cursorOf(newest) });
});
