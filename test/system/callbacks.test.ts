import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultCredentials, type Sandbox, startSandbox } from '@kling-elements/sandbox';
import { readSecret, signCallback } from '@kling-elements/validation';

import { media } from '../../harness/media/index.ts';
import { type GraphQLClient, graphqlClient } from '../../harness/graphql/client.ts';
import {
  CreateElementDocument,
  TaskDocument,
  TaskStatusDocument,
} from '../../harness/graphql/generated/graphql.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { killAll } from '../../harness/process.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
/** So long that every update in these tests comes from a callback. */
const never = '3600000';

beforeAll(buildGateway);
afterAll(killAll);

const image = () => ({ file: new File([media('front-640x640.jpg')], 'front.jpg') });

async function create(client: GraphQLClient): Promise<string> {
  const { data } = await client.upload(CreateElementDocument, {
    input: {
      name: 'Maja',
      description: 'A girl',
      reference: { images: { frontal: image(), others: [image()] } },
    },
  });
  const result = data?.createElement;
  if (result?.__typename !== 'CreateElementSuccess') throw new Error(JSON.stringify(result));
  return result.task.id;
}

async function gatewayOf(sandbox: Sandbox, settings: Readonly<Record<string, string>>) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const gateway = launchGateway({
    PORT: String(port),
    DATA_DIR: temporaryFolder(),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
    PUBLIC_URL: address,
    ALLOW_PRIVATE_URLS: '1',
    POLL_MIN_MS: never,
    POLL_MAX_MS: never,
    ...settings,
  });
  await gateway.printed(`${address}/graphql`);
  return { gateway, client: graphqlClient(`${address}/graphql`) };
}

describe.each(['legacy', 'new'] as const)('callbacks of the %s shape', (callbackShape) => {
  test('signed callbacks send subscribers each status without a poll, and forged ones change nothing', async () => {
    const sandbox = await startSandbox({ hold: true, webhookSecret: secret, callbackShape });
    const { gateway, client } = await gatewayOf(sandbox, { KLING_WEBHOOK_SECRET: secret });
    const id = await create(client);
    const receiver = sandbox.task(id)?.callbackUrl ?? '';
    const polls = sandbox.calls.task + sandbox.calls.tasks;

    const forged = JSON.stringify({ task_id: id, task_status: 'failed', task_status_msg: 'forged' });
    const post = async (body: string, headers: Readonly<Record<string, string>>, url = receiver) => {
      const response = await fetch(url, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      });
      return response.status;
    };
    const signed = (body: string) =>
      signCallback('msg', new TextEncoder().encode(body), [readSecret(secret)], Date.now());
    expect(await post(forged, {})).toBe(401);
    expect(await post(forged, { ...signed(`${forged} `) })).toBe(401);
    expect(await post('{"task_id":', { ...signed('{"task_id":') })).toBe(400);
    expect(await post(forged, { ...signed(forged) }, `${receiver}x`)).toBe(404);
    const another = forged.replace(id, '1');
    expect(await post(another, { ...signed(another) })).toBe(404);
    expect((await client.ask(TaskDocument, { id })).data?.task).toMatchObject({ status: 'SUBMITTED' });

    const statuses = [];
    for await (const { data } of client.events(TaskStatusDocument, { id })) {
      const task = data?.taskStatus;
      statuses.push(task?.status);
      if (task?.status === 'SUBMITTED') sandbox.advance(id, 'processing');
      if (task?.status === 'PROCESSING') sandbox.advance(id, 'succeed');
      if (task?.final === true)
        expect(task.elements).toMatchObject([{ id: sandbox.task(id)?.madeId, name: 'Maja' }]);
    }
    expect(statuses).toEqual(['SUBMITTED', 'PROCESSING', 'SUCCEEDED']);
    expect(sandbox.calls.task + sandbox.calls.tasks).toBe(polls);

    // Late, after the end: accepted, and without effect.
    const late = JSON.stringify({ task_id: id, task_status: 'processing' });
    expect(await post(late, { ...signed(late) })).toBe(200);
    expect((await client.ask(TaskDocument, { id })).data?.task).toMatchObject({ status: 'SUCCEEDED' });
    expect(await gateway.stop()).toBe(0);
    await sandbox.close();
  }, 30_000);
});

test('without a webhook secret a callback is not believed, and the gateway polls instead', async () => {
  const sandbox = await startSandbox({ hold: true });
  const { gateway, client } = await gatewayOf(sandbox, { POLL_MIN_MS: '100', POLL_MAX_MS: '100' });
  const id = await create(client);
  const statuses = [];
  for await (const { data } of client.events(TaskStatusDocument, { id })) {
    statuses.push(data?.taskStatus.status);
    if (statuses.length > 1) continue;
    const polled = sandbox.once('answer', ({ operation }) => operation === 'task');
    const receiver = sandbox.task(id)?.callbackUrl ?? '';
    const body = JSON.stringify({ task_id: id, task_status: 'failed', task_status_msg: 'a lie' });
    const { status } = await fetch(receiver, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(status).toBe(200);
    await polled;
    sandbox.advance(id, 'succeed');
  }
  expect(statuses).toEqual(['SUBMITTED', 'SUCCEEDED']);
  expect(await gateway.stop()).toBe(0);
  await sandbox.close();
}, 30_000);
