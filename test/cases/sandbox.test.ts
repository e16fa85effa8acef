import { afterAll, expect, test } from '@jest/globals';
import { defaultCredentials, startSandbox } from '@kling-elements/sandbox';

import { serveMedia } from '../../harness/media/serve.ts';
import { casesWith } from './cases.ts';
import { wireForm } from './wire-form.ts';

const server = await serveMedia();
const sandbox = await startSandbox({ hold: true });
afterAll(async () => {
  await sandbox.close();
  await server.close();
});

const judged = casesWith(server.url).filter(({ klingCannotTell }) => klingCannotTell === undefined);

async function create(body: unknown) {
  const response = await fetch(`${sandbox.url}/v1/general/advanced-custom-elements`, {
    method: 'POST',
    headers: { authorization: `Bearer ${defaultCredentials.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { code, message } = (await response.json()) as { code: number; message: string };
  return { status: response.status, code, message };
}

// The sandbox accepts what validation accepts, and refuses what it refuses.
test.each(judged)('the sandbox agrees with validation on $name', async ({ input, issues }) => {
  const response = await create(wireForm(input));
  expect(response).toMatchObject(issues.length === 0 ? { status: 200, code: 0 } : { status: 400 });
  if (issues.length > 0) expect([1200, 1201]).toContain(response.code);
});
