import { once } from 'node:events';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { cursorOf } from '../../tasks/feed/change-cursor.ts';
import type { Result } from '../../testing/clients.ts';
import { rawWebSocket, subscribe } from '../../testing/raw-clients.ts';
import { sampleChange, sampleTask, succeededTask } from '../../testing/samples.ts';
import { testGateway, type TestGateway } from '../../testing/test-gateway.ts';
import { testIssuer, type TestIssuer } from '../../testing/test-issuer.ts';

const query = 'subscription { taskStatus(id: "1") { status } }';

interface ReconnectingClient {
  readonly results: AsyncIterator<Result>;
  readonly dispose: () => void;
}

/** What a frontend has: a client with a function for its token, which is called for each connection. */
type Connect = (
  url: string,
  authorization?: () => Promise<string>,
  request?: { query: string; variables?: Record<string, unknown> },
) => ReconnectingClient;

const retryAttempts = Infinity;
const soon = () => Promise.resolve();

const overSse: Connect = (url, authorization, request = { query }) => {
  const client = createSseClient({
    url: `${url}/graphql`,
    headers: async () => (authorization === undefined ? {} : { authorization: await authorization() }),
    retryAttempts,
    retry: soon,
  });
  return {
    results: client.iterate(request),
    dispose: () => {
      client.dispose();
    },
  };
};

const overWs: Connect = (url, authorization, request = { query }) => {
  const client = createWsClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: async () =>
      authorization === undefined ? {} : { authorization: await authorization() },
    retryAttempts,
    retryWait: soon,
    shouldRetry: () => true,
  });
  return { results: client.iterate(request), dispose: () => void client.dispose() };
};

const clients = [
  ['Server-Sent Events', overSse],
  ['WebSocket', overWs],
] as const;

const statusOf = ({ value }: IteratorResult<Result>) =>
  (value as { data: { taskStatus: { status: string } } }).data.taskStatus.status;

let issuer: TestIssuer;
beforeEach(async () => {
  issuer = await testIssuer();
});

describe.each(clients)('over %s', (transport, connect) => {
  let gateway: TestGateway | undefined;
  let client: ReconnectingClient | undefined;
  afterEach(async () => {
    client?.dispose();
    await gateway?.close();
  });

  test(`a subscriber over ${transport} whose token expires comes back with a new one and sees the end`, async () => {
    gateway = await testGateway(issuer.settings, issuer.dependencies);
    const { tasks } = gateway;
    const back = Promise.withResolvers<undefined>();
    tasks.stream('1').push(sampleTask());
    const lifetimes = [1500, 60_000];
    client = connect(gateway.url, async () => {
      const lifetime = lifetimes.shift();
      if (lifetime === undefined) throw new Error('Only one token expires.');
      return await issuer.issue(lifetime);
    });
    expect(statusOf(await client.results.next())).toBe('SUBMITTED');
    await tasks.stream('1').left;
    tasks.streams.clear();
    tasks.onSubscribe = () => {
      back.resolve(undefined);
    };
    const next = client.results.next();
    await back.promise;
    tasks.stream('1').push(succeededTask());
    tasks.stream('1').finish();
    expect(statusOf(await next)).toBe('SUCCEEDED');
    expect(await client.results.next()).toMatchObject({ done: true });
  });

  test(`a subscriber over ${transport} comes back to the gateway that follows a closed one`, async () => {
    gateway = await testGateway();
    gateway.tasks.stream('1').push(sampleTask());
    client = connect(gateway.url);
    expect(statusOf(await client.results.next())).toBe('SUBMITTED');
    const next = client.results.next();
    await gateway.close();
    gateway = await testGateway({ port: Number(new URL(gateway.url).port) });
    gateway.tasks.stream('1').push(succeededTask());
    gateway.tasks.stream('1').finish();
    expect(statusOf(await next)).toBe('SUCCEEDED');
    expect(await client.results.next()).toMatchObject({ done: true });
  });

  test(`a subscriber to all changes over ${transport} that updates its variables continues after its last change`, async () => {
    gateway = await testGateway();
    const { tasks } = gateway;
    tasks.onSubscribe = () => tasks.changeStreams[0]?.push(sampleChange(7));
    const changes = 'subscription ($after: String) { taskChanges(after: $after) { cursor } }';
    const request = { query: changes, variables: { after: null as string | null } };
    client = connect(gateway.url, undefined, request);
    const first = (await client.results.next()) as IteratorYieldResult<{
      data: { taskChanges: { cursor: string } };
    }>;
    request.variables.after = first.value.data.taskChanges.cursor;
    const next = client.results.next();
    await gateway.close();
    gateway = await testGateway({ port: Number(new URL(gateway.url).port) });
    const back = gateway.tasks;
    back.onSubscribe = () => back.changeStreams[0]?.push(sampleChange(8));
    await next;
    expect(back.wantedChanges).toMatchObject([{ after: cursorOf(sampleChange(7)) }]);
  });

  test(`a subscriber over ${transport} with a token that has expired before it connects comes back with a new one`, async () => {
    gateway = await testGateway(issuer.settings, issuer.dependencies);
    gateway.tasks.stream('1').push(sampleTask());
    const lifetimes = [-5000, 60_000];
    client = connect(gateway.url, () => issuer.issue(lifetimes.shift() ?? 0));
    expect(statusOf(await client.results.next())).toBe('SUBMITTED');
  });
});

describe('after its token has expired', () => {
  /** A socket that does not answer the close at its token's expiry, as it reads nothing. */
  async function unresponsiveSocket(gateway: TestGateway): Promise<WebSocket> {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const authorization = await issuer.issue(1500);
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    await once(socket, 'message');
    const subscribed = new Promise<void>((resolve) => {
      gateway.tasks.onSubscribe = resolve;
    });
    subscribe(socket, '1', query);
    await subscribed;
    socket.pause();
    return socket;
  }

  test('after its token has expired, nothing more is executed on a WebSocket, even if the client does not answer the close', async () => {
    // Without a heartbeat that would terminate the socket.
    const settings = { ...issuer.settings, heartbeatMs: 600_000 };
    await using gateway = await testGateway(settings, issuer.dependencies);
    const stream = gateway.tasks.stream('1');
    stream.push(sampleTask());
    const socket = await unresponsiveSocket(gateway);
    await stream.left;
    subscribe(socket, '2', 'mutation { deleteElement(id: "9") { __typename } }');
    subscribe(socket, '3', 'subscription { taskStatus(id: "2") { status } }');
    socket.resume();
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect(code).toBe(4403);
    expect(reason.toString()).toBe('The token has expired.');
    expect(gateway.tasks.deleted).toEqual([]);
    expect([...gateway.tasks.streams.keys()]).toEqual(['1']);
  }, 10_000);
});

test('what a client sends on a WebSocket that the gateway is closing is not executed, as the client sends it again', async () => {
  const gateway = await testGateway({}, { staggerMs: 0 });
  const socket = await rawWebSocket(gateway.url);
  socket.pause();
  const closing = gateway.close();
  subscribe(socket, '1', 'mutation { deleteElement(id: "9") { __typename } }');
  socket.resume();
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1001);
  await closing;
  expect(gateway.tasks.deleted).toEqual([]);
});
