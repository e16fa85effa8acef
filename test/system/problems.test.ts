import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { defaultCredentials, type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { freePort } from '../../harness/free-port.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { sampleInput } from '../../harness/gateway/sample-input.ts';
import { type GraphQLClient, graphqlClient } from '../../harness/graphql/client.ts';
import { CreateElementDocument, TasksDocument } from '../../harness/graphql/generated/graphql.ts';
import { killAll } from '../../harness/process.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';

let sandbox: Sandbox;
let client: GraphQLClient;

beforeAll(async () => {
  buildGateway();
  sandbox = await startSandbox();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/graphql`;
  client = graphqlClient(endpoint);
  const gateway = launchGateway({
    PORT: String(port),
    DATA_DIR: temporaryFolder(),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
  });
  await gateway.printed(endpoint);
}, 60_000);
afterEach(() => {
  sandbox.faults.clear();
});
afterAll(async () => {
  killAll();
  await sandbox.close();
});

const input = sampleInput('nobody');
// Longer than the gateway itself waits, so that it passes the problem on at once.
const retryAfter = 60;

async function create(externalId: string | null) {
  const { data } = await client.ask(CreateElementDocument, { input: { ...input, externalId } });
  return data?.createElement;
}

test('a create that Kling has no room for was not done, and says when to repeat it under which external ID', async () => {
  sandbox.faults.add({ kind: 'error', on: 'create', code: 1303, retryAfter });
  const problem = await create(null);
  expect(problem).toMatchObject({
    __typename: 'KlingProblem',
    kind: 'CONCURRENCY',
    klingCode: 1303,
    outcome: 'NOT_DONE',
    externalId: expect.stringMatching(/^ke-/),
    retryAfterSeconds: retryAfter,
    retryable: true,
  });
});

test('a create without an external ID that stays unclear is made once when it is repeated as its problem says', async () => {
  const before = sandbox.calls.create;
  sandbox.faults.add({ kind: 'error', on: 'create', when: 'after', code: 5001, retryAfter });
  const problem = await create(null);
  expect(problem).toMatchObject({
    kind: 'UNAVAILABLE',
    klingCode: 5001,
    outcome: 'UNKNOWN',
    retryAfterSeconds: retryAfter,
  });
  const externalId = problem?.__typename === 'KlingProblem' ? (problem.externalId ?? null) : null;
  expect(await create(externalId)).toMatchObject({
    __typename: 'CreateElementSuccess',
    task: { externalId },
  });
  expect(sandbox.calls.create - before).toBe(2);
  const { data } = await client.ask(TasksDocument, {});
  expect(data?.tasks?.nodes).toHaveLength(1);
});
