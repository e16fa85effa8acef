import { once } from 'node:events';

import { describe, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { rawEvents, rawWebSocket, subscribe } from '../../testing/raw-clients.ts';
import { sampleTask, succeededTask } from '../../testing/samples.ts';
import { testGateway } from '../../testing/test-gateway.ts';

const query = 'subscription { taskStatus(id: "1") { id } }';
const quick = { heartbeatMs: 100 };
const count = 100;

describe('a hundred events, a quiet time, and one more arrive', () => {
  test('a hundred events, a quiet time and one more arrive over Server-Sent Events, with comments in the quiet time', async () => {
    await using gateway = await testGateway(quick);
    const stream = gateway.tasks.stream('1');
    for (let id = 1; id <= count; id += 1) stream.push(succeededTask({ id: String(id) }));
    const events = await rawEvents(gateway.url, query);
    await events.until(new RegExp(`"id":"${count}".*\\n\\n(:\\n\\n){3}`));
    stream.push(succeededTask({ id: 'last' }));
    stream.finish();
    const all = await events.rest();
    const ids = [...all.matchAll(/^data: .*"id":"(\w+)"/gm)].map(([, id]) => id);
    expect(ids).toEqual([...Array.from({ length: count }, (_, index) => String(index + 1)), 'last']);
    // The end of a finished task is no reason to come back.
    expect(all).toMatch(/event: complete\ndata:\n\n$/);
    expect(all).not.toContain('retry:');
  });

  test('a hundred events, a quiet time and one more arrive over WebSocket, with pings of both levels in the quiet time', async () => {
    await using gateway = await testGateway(quick);
    const stream = gateway.tasks.stream('1');
    const socket = await rawWebSocket(gateway.url);
    const ids: unknown[] = [];
    const pings = { frames: 0, messages: 0 };
    let enoughPings: (() => void) | undefined;
    const pinged = (level: keyof typeof pings) => {
      pings[level] += 1;
      if (Math.min(pings.frames, pings.messages) >= 3) enoughPings?.();
    };
    socket.on('ping', () => {
      pinged('frames');
    });
    let seen = Promise.withResolvers<undefined>();
    socket.on('message', (message: Buffer) => {
      const { type, payload } = JSON.parse(message.toString()) as {
        type: string;
        payload?: { data: { taskStatus: { id: string } } };
      };
      if (type === 'ping') {
        pinged('messages');
        return;
      }
      ids.push(payload?.data.taskStatus.id ?? type);
      if (ids.length === count || type === 'complete') seen.resolve(undefined);
    });
    subscribe(socket, '1', query);
    for (let id = 1; id <= count; id += 1) stream.push(succeededTask({ id: String(id) }));
    await seen.promise;
    Object.assign(pings, { frames: 0, messages: 0 });
    await new Promise<void>((resolve) => {
      enoughPings = resolve;
    });
    seen = Promise.withResolvers();
    stream.push(succeededTask({ id: 'last' }));
    stream.finish();
    await seen.promise;
    expect(ids).toEqual([
      ...Array.from({ length: count }, (_, index) => String(index + 1)),
      'last',
      'complete',
    ]);
    socket.close();
  });
});

test('a WebSocket whose peer does not answer is terminated, and its subscription stopped', async () => {
  await using gateway = await testGateway(quick);
  const stream = gateway.tasks.stream('1');
  stream.push(sampleTask());
  const socket = await rawWebSocket(gateway.url, { autoPong: false });
  subscribe(socket, '1', query);
  const [code] = (await once(socket, 'close')) as [number];
  expect(code).toBe(1006);
  await stream.left;
});

test("graphql-ws's client sees the pings of the gateway, so that it can notice a dead link", async () => {
  await using gateway = await testGateway(quick);
  const stream = gateway.tasks.stream('1');
  stream.push(sampleTask());
  const pinged = Promise.withResolvers<undefined>();
  const client = createClient({
    url: `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    on: {
      ping: (isFromGateway) => {
        if (isFromGateway) pinged.resolve(undefined);
      },
    },
  });
  const results = client.iterate({ query });
  await results.next();
  await pinged.promise;
  await client.dispose();
});

test('a WebSocket that has not been acknowledged is sent no messages, only pings that its library answers', async () => {
  await using gateway = await testGateway(quick);
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const messages: string[] = [];
  socket.on('message', (message: Buffer) => messages.push(message.toString()));
  await once(socket, 'ping');
  await once(socket, 'ping');
  expect(messages).toEqual([]);
  socket.close();
});
