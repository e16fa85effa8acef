import { once } from 'node:events';

import { describe, expect, test } from '@jest/globals';

import { rawEvents, rawWebSocket, subscribe } from '../../testing/raw-clients.ts';
import { sampleTask } from '../../testing/samples.ts';
import { testGateway, type TestGateway } from '../../testing/test-gateway.ts';

const subscription = 'subscription { taskStatus(id: "1") { id status } }';
const mutation = 'mutation { deleteElement(id: "9") { __typename } }';

/** Keeps deletions waiting until `release` is called. */
function delayDeletions({ tasks }: TestGateway) {
  const begun = Promise.withResolvers<undefined>();
  const released = Promise.withResolvers<undefined>();
  tasks.onDelete = async () => {
    begun.resolve(undefined);
    await released.promise;
  };
  return {
    begun: begun.promise,
    release: () => {
      released.resolve(undefined);
    },
  };
}

describe('when the gateway closes', () => {
  test('a closing gateway ends Server-Sent Events without completing them, and tells clients when to reconnect', async () => {
    const gateway = await testGateway();
    gateway.tasks.stream('1').push(sampleTask());
    const events = await rawEvents(gateway.url, subscription);
    await events.until('SUBMITTED');
    await gateway.close();
    const all = await events.rest();
    expect(all).not.toContain('complete');
    const retryMs = Number(/\n\nretry: (\d+)\n\n$/.exec(all)?.[1]);
    expect(retryMs).toBeGreaterThanOrEqual(1000);
    expect(retryMs).toBeLessThanOrEqual(4000);
  });

  test('a closing gateway ends twenty subscriptions gradually', async () => {
    const gateway = await testGateway({}, { staggerMs: 400 });
    gateway.tasks.subscribe = () => {
      const stream = gateway.tasks.stream(String(Math.random()));
      stream.push(sampleTask());
      return stream;
    };
    const all = await Promise.all(Array.from({ length: 20 }, () => rawEvents(gateway.url, subscription)));
    await Promise.all(all.map((events) => events.until('SUBMITTED')));
    const ends: number[] = [];
    const ended = all.map(async (events) => {
      await events.rest();
      ends.push(performance.now());
    });
    await gateway.close();
    await Promise.all(ended);
    expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(200);
  });

  test('a closing gateway answers a WebSocket’s mutation before it closes the socket, and refuses new operations', async () => {
    const gateway = await testGateway();
    const { begun, release } = delayDeletions(gateway);
    const socket = await rawWebSocket(gateway.url);
    const messages: string[] = [];
    socket.on('message', (message: Buffer) => messages.push(message.toString()));
    subscribe(socket, '1', mutation);
    await begun;
    const closing = gateway.close();
    subscribe(socket, '2', mutation);
    await once(socket, 'message');
    expect(messages).toEqual([expect.stringContaining('"code":"CLOSING"')]);
    release();
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1001);
    expect(messages.slice(1)).toEqual([
      expect.stringContaining('DeleteElementSuccess'),
      expect.stringContaining('"complete"'),
    ]);
    expect(gateway.tasks.deleted).toEqual(['9']);
    await closing;
  });

  test('a closing gateway completes no subscription on a WebSocket that a mutation keeps open', async () => {
    const gateway = await testGateway({}, { closeWithinMs: 50 });
    const stream = gateway.tasks.stream('1');
    stream.push(sampleTask());
    const { begun, release } = delayDeletions(gateway);
    const socket = await rawWebSocket(gateway.url);
    const messages: string[] = [];
    socket.on('message', (message: Buffer) => messages.push(message.toString()));
    subscribe(socket, '1', subscription);
    await once(socket, 'message');
    subscribe(socket, '2', mutation);
    await begun;
    const closing = gateway.close();
    await stream.left;
    release();
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1001);
    expect(messages.map((message) => (JSON.parse(message) as { id: string; type: string }).type)).toEqual([
      'next',
      'next',
      'complete',
    ]);
    expect(messages.at(-1)).toContain('"id":"2"');
    await closing;
  });

  test('a closing gateway closes an idle WebSocket as soon as it sends a new operation', async () => {
    const gateway = await testGateway({}, { staggerMs: 60_000, closeWithinMs: 60_000 });
    // Two before it in line, so that its own turn is far away.
    const others = [await rawWebSocket(gateway.url), await rawWebSocket(gateway.url)];
    const socket = await rawWebSocket(gateway.url);
    const closing = gateway.close();
    subscribe(socket, '1', subscription);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1001);
    for (const other of others) other.terminate();
    void closing;
  });
});
