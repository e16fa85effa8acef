import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultCredentials, startSandbox } from '@kling-elements/sandbox';

import { serveMedia } from '../../harness/media/serve.ts';
import { type GraphQLClient, graphqlClient } from '../../harness/graphql/client.ts';
import {
  CheckElementDocument,
  CreateElementDocument,
  type CreateElementInput,
} from '../../harness/graphql/generated/graphql.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { killAll } from '../../harness/process.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { type Case, casesWith } from './cases.ts';

const server = await serveMedia();
const sandbox = await startSandbox({ hold: true });
const cases = casesWith(server.url);
let client: GraphQLClient;
let strictClient: GraphQLClient;

async function gateway(settings: Readonly<Record<string, string>>): Promise<GraphQLClient> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/graphql`;
  const started = launchGateway({
    PORT: String(port),
    DATA_DIR: temporaryFolder(),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
    ...settings,
  });
  await started.printed(endpoint);
  return graphqlClient(endpoint);
}

beforeAll(async () => {
  buildGateway();
  client = await gateway({ ALLOW_PRIVATE_URLS: '1' });
  strictClient = await gateway({ ALLOW_PRIVATE_URLS: '0' });
}, 60_000);

afterAll(async () => {
  killAll();
  await sandbox.close();
  await server.close();
});

/** A case's input as a frontend sends it: bytes are files. */
function graphqlForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(graphqlForm);
  if (value instanceof Uint8Array) return new File([Uint8Array.from(value)], 'image');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, graphqlForm(one)]));
}

const inputOf = ({ input }: Case) => graphqlForm(input) as CreateElementInput;
const clientFor = ({ allowPrivateUrls }: Case) => (allowPrivateUrls === false ? strictClient : client);
const summaryOf = (issues: readonly { path: string; code: string }[]) =>
  issues.map(({ path, code }) => `${path} ${code}`);

describe('createElement', () => {
  test.each(cases)('createElement reports the issues of $name', async (one) => {
    const calls = sandbox.calls.create;
    const { data, errors } = await clientFor(one).upload(CreateElementDocument, { input: inputOf(one) });
    const result = data?.createElement;
    if (one.refusedByTypes) {
      expect(errors?.length).toBeGreaterThan(0);
    } else if (one.issues.length > 0) {
      expect(result).toMatchObject({ __typename: 'InvalidInput' });
      expect(result?.__typename === 'InvalidInput' ? summaryOf(result.issues) : []).toEqual(one.issues);
    } else if (one.klingCannotTell === undefined) {
      expect(result).toMatchObject({ __typename: 'CreateElementSuccess' });
    }
    if (one.issues.length > 0) expect(sandbox.calls.create).toBe(calls);
  });
});

describe('checkElement', () => {
  test.each(cases)('checkElement reports the issues of $name', async (one) => {
    const calls = sandbox.calls.create;
    const { data, errors } = await clientFor(one).upload(CheckElementDocument, { input: inputOf(one) });
    const result = data?.checkElement;
    if (errors !== undefined) {
      expect(one.refusedByTypes).toBe(true);
    } else if (one.issues.length > 0) {
      expect(result?.__typename === 'InvalidInput' ? summaryOf(result.issues) : result).toEqual(one.issues);
    } else {
      expect(result?.__typename === 'CheckElementSuccess' ? summaryOf(result.warnings) : result).toEqual(
        one.warnings ?? [],
      );
    }
    expect(sandbox.calls.create).toBe(calls);
  });
});
