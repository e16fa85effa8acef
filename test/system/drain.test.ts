import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultCredentials, startSandbox } from '@kling-elements/sandbox';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import WebSocket from 'ws';

import { media } from '../../harness/media/index.ts';
import { graphqlClient } from '../../harness/graphql/client.ts';
import {
  CreateElementDocument,
  TaskStatusDocument,
  type TaskStatusSubscription,
} from '../../harness/graphql/generated/graphql.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { killAll } from '../../harness/process.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

beforeAll(buildGateway);
afterAll(killAll);

const image = () => new File([media('front-640x640.jpg')], 'front.jpg');
const input = (externalId: string) => ({
  externalId,
  name: 'Maja',
  description: 'A girl',
  reference: { images: { frontal: { file: image() }, others: [{ file: image() }] } },
});

test('on SIGTERM operations in flight are answered, and subscribers reconnect to the next gateway and see the end', async () => {
  await using sandbox = await startSandbox({ hold: true });
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/graphql`;
  const settings = {
    PORT: String(port),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
    DATA_DIR: temporaryFolder(),
    POLL_MIN_MS: '50',
  };
  const first = launchGateway(settings);
  await first.printed(endpoint);
  const client = graphqlClient(endpoint);
  await client.upload(CreateElementDocument, { input: input('watched') });

  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 100));
  const sse = createSseClient({ url: endpoint, retryAttempts: Infinity, retry: wait });
  const webSocket = createWebSocketClient({
    url: endpoint.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: Infinity,
    // The client's default is to give up when nothing listens for a moment.
    shouldRetry: () => true,
    retryWait: wait,
  });
  const subscribers = [sse, webSocket].map((one) => {
    const results = one.iterate<TaskStatusSubscription>({
      query: TaskStatusDocument.toString(),
      variables: { id: 'watched' },
    });
    return { results, received: [] as (string | undefined)[] };
  });
  for (const { results, received } of subscribers) {
    const { value } = (await results.next()) as { value: { data: TaskStatusSubscription } };
    received.push(value.data.taskStatus.status);
  }

  sandbox.faults.add({ kind: 'delay', on: 'create', when: 'after', ms: 2000 });
  const atKling = sandbox.once('request', ({ operation }) => operation === 'create');
  const running = client.upload(CreateElementDocument, { input: input('running') });
  await atKling;
  // This one is not answered in time.
  sandbox.faults.add({ kind: 'delay', on: 'create', when: 'after', ms: 30_000 });
  const alsoAtKling = sandbox.once('request', ({ operation }) => operation === 'create');
  const cutOff = client.upload(CreateElementDocument, { input: input('cut-off') });
  await alsoAtKling;

  const started = performance.now();
  expect(await first.stop()).toBe(0);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect((await running).data?.createElement).toMatchObject({ task: { externalId: 'running' } });
  expect((await cutOff).data?.createElement).toMatchObject({
    __typename: 'KlingProblem',
    kind: 'UNAVAILABLE',
    retryable: true,
    message: expect.stringContaining('repeat the call with external ID cut-off'),
  });

  const second = launchGateway(settings);
  await second.printed(endpoint);
  sandbox.advance('watched', 'succeed');
  for (const { results, received } of subscribers) {
    for await (const { data } of results) received.push(data?.taskStatus.status);
    expect([received[0], received.at(-1)]).toEqual(['SUBMITTED', 'SUCCEEDED']);
  }

  for (const id of ['running', 'cut-off']) {
    const repeat = await client.upload(CreateElementDocument, { input: input(id) });
    expect(repeat.data?.createElement).toMatchObject({ __typename: 'CreateElementSuccess', repeated: true });
  }
  expect(sandbox.tasks().map(({ externalId }) => externalId)).toEqual(['watched', 'running', 'cut-off']);
  sse.dispose();
  await webSocket.dispose();
  expect(await second.stop()).toBe(0);
}, 60_000);
