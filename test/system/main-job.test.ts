import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultCredentials, type Sandbox, startSandbox } from '@kling-elements/sandbox';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import WebSocket from 'ws';

import { media } from '../../harness/media/index.ts';
import { type MediaServer, serveMedia } from '../../harness/media/serve.ts';
import { type GraphQLResponse, type GraphQLClient, graphqlClient } from '../../harness/graphql/client.ts';
import {
  CreateElementDocument,
  DeleteElementDocument,
  ElementDocument,
  ElementsDocument,
  type ElementsQuery,
  TaskDocument,
  TaskStatusDocument,
  type TaskStatusSubscription,
} from '../../harness/graphql/generated/graphql.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { killAll, type RunningProcess } from '../../harness/process.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

/** The account's elements at the start. */
const ownElements = 137;

let served: MediaServer;
let sandbox: Sandbox;
let gateway: RunningProcess;
let endpoint: string;
let client: GraphQLClient;

beforeAll(async () => {
  buildGateway();
  served = await serveMedia();
  sandbox = await startSandbox({ ownElements, taskMs: 3000 });
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}/graphql`;
  client = graphqlClient(endpoint);
  gateway = launchGateway({
    PORT: String(port),
    DATA_DIR: temporaryFolder(),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
    ALLOW_PRIVATE_URLS: '1',
  });
  await gateway.printed(endpoint);
}, 60_000);

afterAll(async () => {
  expect(await gateway.stop()).toBe(0);
  await sandbox.close();
  await served.close();
  killAll();
});

const words = { name: 'Maja', description: 'A girl with a red hat' };

/** Awaits a create. @returns the new task's ID */
async function created(response: Promise<GraphQLResponse<{ createElement: unknown }>>): Promise<string> {
  const { data, errors } = await response;
  expect(errors).toBeUndefined();
  expect(data?.createElement).toMatchObject({
    __typename: 'CreateElementSuccess',
    repeated: false,
    task: { status: 'SUBMITTED' },
  });
  return (data?.createElement as { task: { id: string } }).task.id;
}

const front = () => new File([media('front-640x640.jpg')], 'front.jpg');
const side = () => new File([media('side-480x640.png')], 'side.png');
const upload = () =>
  client.upload(CreateElementDocument, {
    input: { ...words, reference: { images: { frontal: { file: front() }, others: [{ file: side() }] } } },
  });

const inOrder = ['SUBMITTED', 'PROCESSING', 'SUCCEEDED'];

/** The statuses of a subscription's results, in order, and the last result. */
async function statusesOf(results: AsyncIterable<GraphQLResponse<TaskStatusSubscription>>) {
  const received: TaskStatusSubscription['taskStatus'][] = [];
  for await (const { data, errors } of results) {
    expect(errors).toBeUndefined();
    if (data) received.push(data.taskStatus);
  }
  return { statuses: received.map(({ status }) => status), last: received.at(-1) };
}

describe('from images or a video to an element', () => {
  test('an element is created from uploaded images, and its task is followed over Server-Sent Events without a client library', async () => {
    const id = await created(upload());
    const { statuses, last } = await statusesOf(client.events(TaskStatusDocument, { id }));
    expect(statuses).toEqual(inOrder);
    expect(last).toMatchObject({ id, final: true, elements: [{ name: 'Maja' }] });
  }, 30_000);

  test("an element is created from Base64 images, and its task is followed by graphql-sse's client", async () => {
    const base64 = Buffer.from(media('front-640x640.jpg')).toString('base64');
    const id = await created(
      client.ask(CreateElementDocument, {
        input: { ...words, reference: { images: { frontal: { base64 }, others: [{ base64 }] } } },
      }),
    );
    const sse = createSseClient({ url: endpoint });
    const results = sse.iterate<TaskStatusSubscription>({
      query: TaskStatusDocument.toString(),
      variables: { id },
    });
    expect(
      (await statusesOf(results as AsyncIterable<GraphQLResponse<TaskStatusSubscription>>)).statuses,
    ).toEqual(inOrder);
    sse.dispose();
  }, 30_000);

  test("an element is created from image URLs, and its task is followed by graphql-ws's client", async () => {
    const frontal = { url: `${served.url}/front-640x640.jpg` };
    const id = await created(
      client.ask(CreateElementDocument, {
        input: {
          ...words,
          reference: { images: { frontal, others: [{ url: `${served.url}/side-480x640.png` }] } },
        },
      }),
    );
    const ws = createWebSocketClient({ url: endpoint.replace('http', 'ws'), webSocketImpl: WebSocket });
    const results = ws.iterate<TaskStatusSubscription>({
      query: TaskStatusDocument.toString(),
      variables: { id },
    });
    expect(
      (await statusesOf(results as AsyncIterable<GraphQLResponse<TaskStatusSubscription>>)).statuses,
    ).toEqual(inOrder);
    await ws.dispose();
  }, 30_000);

  test('an element is created from the URL of a video', async () => {
    const id = await created(
      client.ask(CreateElementDocument, {
        input: { ...words, reference: { video: { url: `${served.url}/wide-5s.mp4` } } },
      }),
    );
    const { statuses, last } = await statusesOf(client.events(TaskStatusDocument, { id }));
    expect(statuses).toEqual(inOrder);
    const elementId = last?.elements[0]?.id ?? '';
    expect((await client.ask(ElementDocument, { id: elementId })).data?.element).toMatchObject({
      referenceType: 'VIDEO',
      otherImages: [],
      task: { id },
    });
  }, 30_000);
});

test('an element whose ID is above 2^53 can be read, deleted, and found to be deleted', async () => {
  let elementId = '';
  // Not every ID is beyond what a double can hold, but one soon is.
  while (BigInt(Number(elementId)).toString() === elementId || elementId === '') {
    const id = await created(upload());
    const { last } = await statusesOf(client.events(TaskStatusDocument, { id }));
    elementId = last?.elements[0]?.id ?? '';
    expect(sandbox.task(id)?.madeId).toBe(elementId);
  }

  const { data } = await client.ask(ElementDocument, { id: elementId });
  expect(data?.element).toMatchObject({
    id: elementId,
    name: 'Maja',
    deleted: false,
    referenceType: 'IMAGE',
  });

  const gone = await client.ask(DeleteElementDocument, { id: elementId });
  expect(gone.data?.deleteElement).toEqual({ __typename: 'DeleteElementSuccess', id: elementId });
  expect((await client.ask(ElementDocument, { id: elementId })).data?.element).toMatchObject({
    deleted: true,
  });

  const again = await client.ask(DeleteElementDocument, { id: elementId });
  expect(again.data?.deleteElement).toMatchObject({
    __typename: 'KlingProblem',
    kind: 'ALREADY_DELETED',
    klingCode: 1201,
    outcome: 'NOT_DONE',
    retryable: false,
  });
}, 60_000);

test('pages of 25 contain each of 137 elements once, the newest first', async () => {
  const other = await startSandbox({ ownElements });
  const port = await freePort();
  const second = launchGateway({
    PORT: String(port),
    DATA_DIR: temporaryFolder(),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: other.url,
  });
  await second.printed(`http://127.0.0.1:${port}/graphql`);
  const reader = graphqlClient(`http://127.0.0.1:${port}/graphql`);
  const pages: string[][] = [];
  let after: string | null = null;
  do {
    const { data }: GraphQLResponse<ElementsQuery> = await reader.ask(ElementsDocument, { first: 25, after });
    pages.push(data?.elements?.nodes.map(({ id }) => id) ?? []);
    after = data?.elements?.pageInfo.hasNextPage === true ? (data.elements.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  expect(pages.map(({ length }) => length)).toEqual([25, 25, 25, 25, 25, 12]);
  expect(pages.flat()).toEqual(
    other
      .tasks()
      .map(({ madeId }) => madeId)
      .toReversed(),
  );
  await second.stop();
  await other.close();
}, 30_000);

test('an unknown task is null, and a subscription to it is refused', async () => {
  expect(await client.ask(TaskDocument, { id: '1' })).toEqual({ data: { task: null } });
  const results = [];
  for await (const result of client.events(TaskStatusDocument, { id: '1' })) results.push(result);
  expect(results).toMatchObject([
    { errors: [{ extensions: { code: 'KLING_NOT_FOUND', kind: 'NOT_FOUND', retryable: false } }] },
  ]);
});

test('an invalid input is reported with the path of each issue, and causes no call to Kling', async () => {
  const before = { ...sandbox.calls };
  const small = new File([media('small-200x150.png')], 'small.png');
  const { data } = await client.upload(CreateElementDocument, {
    input: { name: '', description: 'x', reference: { images: { frontal: { file: small }, others: [] } } },
  });
  expect(data?.createElement).toMatchObject({
    __typename: 'InvalidInput',
    issues: [
      { path: 'name', code: 'REQUIRED' },
      { path: 'reference.images.others', code: 'TOO_FEW' },
      { path: 'reference.images.frontal.file', code: 'IMAGE_TOO_SMALL' },
    ],
  });
  expect(sandbox.calls).toEqual(before);
});
