import { expect, test } from '@jest/globals';

import { Feed } from '../../tasks/feed/feed.ts';
import { rawEvents, rawWebSocket, subscribe } from '../../testing/raw-clients.ts';
import { succeededTask } from '../../testing/samples.ts';
import { testGateway, type TestGateway } from '../../testing/test-gateway.ts';

const query = 'subscription { taskChanges { id statusMessage } }';
const changes = 5000;
const tasks = 50;
/** Makes all changes together 100 MB, while the buffers of two sockets hold a few megabytes. */
const bulk = 'x'.repeat(20_000);

/** Subscribes to all changes without reading; `resume` reads until a text comes, and returns the number of results. */
type Stalled = (
  gateway: TestGateway,
) => Promise<{ resume: (until: string) => Promise<number>; end: () => void }>;

const overServerSentEvents: Stalled = async ({ url }) => {
  const events = await rawEvents(url, query);
  return {
    resume: async (until) => (await events.until(until)).split('event: next').length - 1,
    end: () => {
      events.destroy();
    },
  };
};

const overWebSocket: Stalled = async ({ url }) => {
  const socket = await rawWebSocket(url);
  subscribe(socket, '1', query);
  socket.pause();
  return {
    resume: (until) =>
      new Promise((resolve) => {
        let count = 0;
        socket.on('message', (message: Buffer) => {
          count += 1;
          if (message.toString().includes(until)) resolve(count);
        });
        socket.resume();
      }),
    end: () => {
      socket.terminate();
    },
  };
};

test.each([
  ['Server-Sent Events', overServerSentEvents],
  ['WebSocket', overWebSocket],
])(
  'little is buffered for a client over %s that stalls during 5,000 changes, and it gets the newest of each task',
  async (_, stall) => {
    await using gateway = await testGateway();
    const feed = new Feed();
    const subscribed = new Promise<void>((resolve) => {
      gateway.tasks.subscribeToAll = (statuses) => {
        resolve();
        return feed.changes(statuses);
      };
    });
    const publish = (id: string, version: number) => {
      const task = succeededTask({ id, statusMessage: `${version} ${bulk}` });
      feed.publish({ task, version, createdHere: true, awaitingDetails: false, recordedAt: 0 });
    };
    const { resume, end } = await stall(gateway);
    await subscribed;
    for (let change = 1; change <= changes; change += 1) {
      publish(String(change % tasks), change);
      // Gives the gateway time to buffer more, if it did.
      if (change % tasks === 0) await (await fetch(`${gateway.url}/health/live`)).text();
    }
    publish('last', changes + 1);
    const { delivered, dropped } = feed.counters;
    expect(delivered).toBeLessThan(changes / 5);
    expect(delivered + dropped + tasks).toBe(changes);
    expect(await resume('"id":"last"')).toBe(delivered + tasks + 1);
    end();
  },
  30_000,
);
