import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Browser, type Page, selectors } from 'playwright-core';

import { openBrowser } from '../browser/browser.ts';
import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';
import { sharedN8n } from './shared.ts';

const n8n = sharedN8n();
let browser: Browser;
let page: Page;

beforeAll(async () => {
  selectors.setTestIdAttribute('data-test-id');
  browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 820 } });
  const [name = '', value = ''] = n8n.rest.cookie.split(/=(.*)/);
  await context.addCookies([{ name, value, url: n8n.rest.url }]);
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
}, 60_000);
afterAll(() => browser.close());

/** Opens the node creator for the first step of an empty workflow. */
async function openForFirstStep(): Promise<void> {
  await page.goto(`${n8n.rest.url}/workflow/new`);
  await page.getByTestId('canvas-add-button').click();
}

/** Opens the node creator for the step after a manual trigger. */
async function openForNextStep(): Promise<void> {
  const credential = await n8n.addCredential({ baseUrl: 'http://127.0.0.1:1' });
  const builder = new WorkflowBuilder(credential).base('Start', 'manualTrigger');
  const { id } = await n8n.addWorkflow(builder.build('Search the node creator'));
  await page.goto(`${n8n.rest.url}/workflow/${id}`);
  await page.getByTestId('canvas-node').first().waitFor();
  await page.getByTestId('canvas-handle-plus').first().click();
}

/** Searches the node creator until it lists a node. @returns the text of the node's entry */
async function find(search: string, node: string): Promise<string> {
  await page.getByTestId('node-creator-search-bar').fill(search);
  const entry = page
    .getByTestId('item-iterator-item')
    .filter({ has: page.getByText(node, { exact: true }) })
    .first();
  await entry.waitFor();
  return await entry.innerText();
}

const nodes = ['Kling Create Element', 'Kling Element', 'Kling Wait for Task'];
const searches = ['kling', 'element', 'ai video', 'consistent character', 'avatar'];

test('the node creator finds the action nodes by what users type for a next step', async () => {
  await openForNextStep();
  for (const search of searches) for (const node of nodes) await find(search, node);
}, 120_000);

test('the node creator finds the nodes for a first step', async () => {
  await openForFirstStep();
  for (const node of nodes) await find('kling', node);
}, 120_000);

test('the entry that Kling Element shares with its trigger describes both', async () => {
  await openForNextStep();
  const text = await find('kling', 'Kling Element');
  expect(text).toContain('Work with Kling AI elements, voices and tasks, or start a workflow');
}, 120_000);
