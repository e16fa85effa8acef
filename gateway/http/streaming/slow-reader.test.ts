import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { expect, test } from '@jest/globals';

import { Feed } from '../../tasks/feed/feed.ts';
import { ChangeLog } from '../../testing/change-log.ts';
import { rawWebSocket, subscribe } from '../../testing/raw-clients.ts';
import { sampleChange, succeededTask } from '../../testing/samples.ts';
import { testGateway, type TestGateway } from '../../testing/test-gateway.ts';

const query = 'subscription { taskChanges { task { id statusMessage } } }';
const changes = 5000;
const tasks = 50;
/** Makes all changes together 50 MB, while the buffers of two sockets hold a few megabytes. */
const bulk = 'x'.repeat(10_000);

/** Subscribes to all changes without reading; `resume` reads until a text comes, and returns the number of results. */
type Stalled = (
  gateway: TestGateway,
) => Promise<{ resume: (until: string) => Promise<number>; end: () => void }>;

const overServerSentEvents: Stalled = async ({ url }) => {
  const outgoing = request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  }).end(JSON.stringify({ query }));
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return {
    resume: async (until) => {
      let count = 0;
      let unfinished = '';
      for await (const chunk of response.setEncoding('utf8') as AsyncIterable<string>) {
        unfinished += chunk;
        const events = unfinished.split('\n\n');
        count += events.filter((event) => event.includes('event: next')).length;
        if (unfinished.includes(until)) return count;
        unfinished = events.at(-1) ?? '';
        if (unfinished.includes('event: next')) count -= 1;
      }
      return count;
    },
    end: () => {
      outgoing.destroy();
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
  'little is buffered for a client over %s that stalls during 5,000 changes, and it gets all of them',
  async (_, stall) => {
    await using gateway = await testGateway();
    const log = new ChangeLog();
    const feed = new Feed(log);
    const subscribed = new Promise<void>((resolve) => {
      gateway.tasks.subscribeToAll = () => {
        resolve();
        return Promise.resolve(feed.changes({ statuses: undefined, after: undefined }));
      };
    });
    const publish = (id: string, version: number) => {
      const task = succeededTask({ id, statusMessage: `${version} ${bulk}` });
      feed.publish(log.add(sampleChange(0, task, version).row));
    };
    const { resume, end } = await stall(gateway);
    await subscribed;
    for (let change = 1; change <= changes; change += 1) {
      publish(String(change % tasks), change);
      // Gives the gateway time to buffer more, if it did.
      if (change % tasks === 0) await (await fetch(`${gateway.url}/health/live`)).text();
    }
    publish('last', changes + 1);
    expect(feed.counters.delivered).toBeLessThan(changes / 5);
    expect(await resume('"id":"last"')).toBe(changes + 1);
    end();
  },
  30_000,
);
