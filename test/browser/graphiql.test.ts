import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Browser } from 'playwright-core';

import { media } from '../../harness/media/index.ts';
import { graphqlClient } from '../../harness/graphql/client.ts';
import { CreateElementDocument } from '../../harness/graphql/generated/graphql.ts';
import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { killAll } from '../../harness/process.ts';
import { freePort } from '../../harness/free-port.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { openBrowser } from './browser.ts';

/** UPDATE_SCREENSHOTS=1 updates the README's screenshot. */
const screenshot =
  process.env.UPDATE_SCREENSHOTS === '1'
    ? join(import.meta.dirname, '../../docs/screenshots/graphiql.png')
    : undefined;

let browser: Browser;
let endpoint: string;
const taskMs = 3000;

beforeAll(async () => {
  buildGateway();
  browser = await openBrowser();
  const port = await freePort();
  const sandboxPort = await freePort();
  endpoint = `http://127.0.0.1:${port}/graphql`;
  const gateway = launchGateway({
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    SANDBOX_TASK_MS: String(taskMs),
    DATA_DIR: temporaryFolder(),
  });
  await gateway.printed(`http://127.0.0.1:${sandboxPort}`);
}, 60_000);

afterAll(async () => {
  await browser.close();
  killAll();
});

const image = (name: 'front-640x640.jpg' | 'side-480x640.png') => ({ file: new File([media(name)], name) });

test('a frontend developer can follow a task to its end in GraphiQL', async () => {
  const { data } = await graphqlClient(endpoint).upload(CreateElementDocument, {
    input: {
      name: 'Maja',
      description: 'A girl with a red hat',
      reference: { images: { frontal: image('front-640x640.jpg'), others: [image('side-480x640.png')] } },
      tags: ['CHARACTER'],
    },
  });
  const result = data?.createElement;
  const id = result?.__typename === 'CreateElementSuccess' ? result.task.id : '';
  const query = `subscription Watch {
  taskStatus(id: "${id}") {
    status
    final
    updatedAt
    elements {
      id
      name
      tags
      referenceType
    }
  }
}`;
  const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
  const unexpected: string[] = [];
  page.on('pageerror', (error) => unexpected.push(error.message));
  page.on('request', (request) => {
    const elsewhere = /^https?:/.test(request.url()) && !request.url().startsWith(new URL(endpoint).origin);
    if (elsewhere) unexpected.push(`asked for ${request.url()}`);
  });
  await page.goto(`${endpoint}?query=${encodeURIComponent(query)}`);
  await page.locator('.graphiql-execute-button').click();
  const results = page.locator('.result-window');
  if (screenshot !== undefined) {
    await results.getByText('PROCESSING').waitFor({ timeout: 20_000 });
    await page.screenshot({ path: screenshot });
  }
  await results.getByText('SUCCEEDED').waitFor({ timeout: 20_000 });
  await results.getByText('Maja').waitFor({ timeout: 20_000 });
  // Nothing is loaded from elsewhere: the page works without the internet.
  expect(unexpected).toEqual([]);
  await page.close();
}, 60_000);
