import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultCredentials, type Sandbox, startSandbox } from '@kling-elements/sandbox';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import WebSocket from 'ws';

import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { type GraphQLClient, graphqlClient } from '../../harness/graphql/client.ts';
import {
  CreateElementDocument,
  TaskStatusDocument,
  type TaskStatusSubscription,
} from '../../harness/graphql/generated/graphql.ts';
import { freePort } from '../../harness/free-port.ts';
import { media } from '../../harness/media/index.ts';
import { killAll, type RunningProcess } from '../../harness/process.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

let sandbox: Sandbox;
let gateway: RunningProcess;
let endpoint: string;
let client: GraphQLClient;

beforeAll(async () => {
  buildGateway();
  sandbox = await startSandbox({ taskMs: 1000 });
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}/graphql`;
  client = graphqlClient(endpoint);
  gateway = launchGateway({
    PORT: String(port),
    DATA_DIR: temporaryFolder(),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
    POLL_MIN_MS: '50',
  });
  await gateway.printed(endpoint);
}, 60_000);
afterAll(async () => {
  expect(await gateway.stop()).toBe(0);
  await sandbox.close();
  killAll();
});

type Results = AsyncIterableIterator<{ data?: TaskStatusSubscription | null }>;

const request = (id: string) => ({ query: TaskStatusDocument.toString(), variables: { id } });

const overSse = (id: string) => {
  const sse = createSseClient({ url: endpoint, retryAttempts: 0 });
  return {
    results: sse.iterate<TaskStatusSubscription>(request(id)) as Results,
    dispose: () => {
      sse.dispose();
    },
  };
};

const overWebSocket = (id: string) => {
  const webSocket = createWebSocketClient({
    url: endpoint.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  return {
    results: webSocket.iterate<TaskStatusSubscription>(request(id)) as Results,
    dispose: () => void webSocket.dispose(),
  };
};

const create = (externalId: string) => {
  const base64 = Buffer.from(media('front-640x640.jpg')).toString('base64');
  const images = { frontal: { base64 }, others: [{ base64 }] };
  return client.ask(CreateElementDocument, {
    input: { externalId, name: 'Maja', description: 'A girl', reference: { images } },
  });
};

describe.each([
  ['graphql-sse', overSse],
  ['graphql-ws', overWebSocket],
] as const)('with the client of %s', (name, subscribe) => {
  test(`a subscription with ${name} that comes while the create is in progress sees the task from its first status to its last`, async () => {
    // Longer than the gateway waits before it opens the stream.
    sandbox.faults.add({ kind: 'delay', on: 'create', when: 'before', ms: 2500 });
    const atKling = sandbox.once('request', ({ operation }) => operation === 'create');
    const creating = create(name);
    await atKling;
    const { results, dispose } = subscribe(name);
    const statuses: unknown[] = [];
    for await (const { data } of results) statuses.push(data?.taskStatus.status);
    expect([statuses[0], statuses.at(-1)]).toEqual(['SUBMITTED', 'SUCCEEDED']);
    expect((await creating).data?.createElement).toMatchObject({ task: { externalId: name } });
    dispose();
  }, 30_000);
});
