import { cpSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultCredentials, startSandbox } from '@kling-elements/sandbox';

import { media } from '../../harness/media/index.ts';
import { graphqlClient } from '../../harness/graphql/client.ts';
import {
  CreateElementDocument,
  TaskDocument,
  TaskStatusDocument,
} from '../../harness/graphql/generated/graphql.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { killAll, launch } from '../../harness/process.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

beforeAll(buildGateway);
afterAll(killAll);

const image = () => new File([media('front-640x640.jpg')], 'front.jpg');
const input = () => ({
  name: 'Maja',
  description: 'A girl',
  reference: { images: { frontal: { file: image() }, others: [{ file: image() }] } },
});

test('without a credential the sandbox replaces Kling, and the output says so', async () => {
  const port = await freePort();
  const sandboxPort = await freePort();
  const endpoint = `http://127.0.0.1:${port}/graphql`;
  const folder = temporaryFolder();
  const gateway = launchGateway({
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_TASK_MS: '300',
    DATA_DIR: folder,
  });
  await gateway.printed(`http://127.0.0.1:${sandboxPort}`);
  expect(gateway.output()).toMatch(/sandbox/i);
  const client = graphqlClient(endpoint);
  const { data } = await client.upload(CreateElementDocument, { input: input() });
  expect(data?.createElement).toMatchObject({ __typename: 'CreateElementSuccess' });
  expect(await gateway.stop()).toBe(0);
}, 30_000);

test('with the embedded ledger the bundle starts on its own, without any installed package', async () => {
  const alone = temporaryFolder();
  cpSync(join(import.meta.dirname, '../../gateway/dist'), alone, { recursive: true });
  const port = String(await freePort());
  const gateway = launch([process.execPath, join(alone, 'start.js')], { PORT: port, KLING_API_KEY: 'a-key' });
  await gateway.printed(`http://127.0.0.1:${port}/graphql`);
  expect(await gateway.stop()).toBe(0);
}, 30_000);

test('invalid settings are all reported at once, one line each, and nothing starts', async () => {
  const gateway = launchGateway({
    PORT: 'http',
    HOST: '0.0.0.0',
    POLL_MIN_MS: '-1',
    KLING_BASE_URL: 'https://api.example.org',
    KLING_WEBHOOK_SECRET: 'whsec_not-base64!',
    KLING_SECRET_KEY: 'top-secret-key',
  });
  const code = await gateway.exited();
  expect(code).toBe(1);
  const lines = gateway.output().trim().split('\n');
  for (const name of ['PORT', 'HOST', 'POLL_MIN_MS', 'KLING_WEBHOOK_SECRET', 'KLING_ACCESS_KEY']) {
    expect(lines.filter((line) => line.includes(`${name}:`))).toHaveLength(1);
  }
  expect(gateway.output()).toMatch(/GATEWAY_TOKENS.*JWKS_URL/);
  expect(gateway.output()).not.toContain('top-secret-key');
  expect(gateway.output()).not.toContain('not-base64');
}, 30_000);

test('a task that was unfinished when the gateway was killed is polled to its end by the next one', async () => {
  const sandbox = await startSandbox({ hold: true });
  const settings = async () => ({
    PORT: String(await freePort()),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
    DATA_DIR: folder,
    POLL_MIN_MS: '50',
  });
  const folder = temporaryFolder();
  const first = await settings();
  const killed = launchGateway(first);
  await killed.printed(`http://127.0.0.1:${first.PORT}/graphql`);
  const { data } = await graphqlClient(`http://127.0.0.1:${first.PORT}/graphql`).upload(
    CreateElementDocument,
    {
      input: { ...input(), externalId: 'order-7' },
    },
  );
  expect(data?.createElement).toMatchObject({ task: { externalId: 'order-7' } });
  await killed.stop('SIGKILL');
  sandbox.advance('order-7', 'processing');

  const second = await settings();
  const heir = launchGateway(second);
  const endpoint = `http://127.0.0.1:${second.PORT}/graphql`;
  await heir.printed(endpoint);
  const client = graphqlClient(endpoint);
  const statuses = [];
  for await (const { data } of client.events(TaskStatusDocument, { id: 'order-7' })) {
    statuses.push(data?.taskStatus.status);
    if (data?.taskStatus.status === 'PROCESSING') sandbox.advance('order-7', 'succeed');
  }
  expect(statuses.slice(-2)).toEqual(['PROCESSING', 'SUCCEEDED']);
  expect((await client.ask(TaskDocument, { id: 'order-7' })).data?.task).toMatchObject({ final: true });

  const repeat = await client.upload(CreateElementDocument, { input: { ...input(), externalId: 'order-7' } });
  expect(repeat.data?.createElement).toMatchObject({ repeated: true, task: { status: 'SUCCEEDED' } });
  expect(sandbox.calls.create).toBe(1);
  expect(await heir.stop()).toBe(0);
  await sandbox.close();
}, 60_000);
