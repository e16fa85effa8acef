import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '@kling-elements/sandbox';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type Page, selectors } from 'playwright-core';

import { openBrowser } from '../browser/browser.ts';
import type { NamedCredential, SavedWorkflow } from '../../harness/n8n/actions.ts';
import { example } from './example.ts';
import { sharedN8n } from './shared.ts';
import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';

const n8n = sharedN8n();
const folder = join(import.meta.dirname, '../../docs/screenshots');
let sandbox: Sandbox;
let browser: Browser;
let page: Page;
let klingApi: NamedCredential;

beforeAll(async () => {
  sandbox = await startSandbox({ ownElements: 5 });
  klingApi = await n8n.addCredential({ baseUrl: sandbox.url }, 'Kling account');
  selectors.setTestIdAttribute('data-test-id');
  browser = await openBrowser();
  const context = await browser.newContext({ viewport: { width: 1280, height: 820 } });
  const [name = '', value = ''] = n8n.rest.cookie.split(/=(.*)/);
  await context.addCookies([{ name, value, url: n8n.rest.url }]);
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await sandbox.close();
});

/** Updates a screenshot of the docs: UPDATE_SCREENSHOTS=1 pnpm test:n8n screenshots */
async function keep(name: string): Promise<void> {
  // Away from anything that changes on hover.
  await page.mouse.move(640, 5);
  const image = await page.screenshot({ animations: 'disabled' });
  if (process.env.UPDATE_SCREENSHOTS === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), image);
}

/** Opens a workflow in the editor. */
async function open({ id }: SavedWorkflow): Promise<void> {
  await page.goto(`${n8n.rest.url}/workflow/${id}`);
  await page.getByTestId('canvas-node').first().waitFor();
}

/** Presses Execute Workflow and waits until n8n reports success. */
async function execute(): Promise<void> {
  await page.getByTestId('execute-workflow-button').click();
  await page.getByText('Workflow executed successfully').waitFor();
  await page.locator('.el-notification__closeBtn').click();
}

/** Opens the panel of a node. */
async function openPanel(node: string): Promise<void> {
  await page.locator(`[data-test-id="canvas-node"][data-node-name="${node}"]`).dblclick();
  await page.getByTestId('node-parameters').waitFor();
}

async function closePanel(): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByTestId('node-parameters').waitFor({ state: 'hidden' });
}

/** The labels of the panel's parameters, from top to bottom. */
async function labels(): Promise<string[]> {
  const found = page.getByTestId('node-parameters').locator('label').filter({ visible: true });
  const texts = await found.allInnerTexts();
  return texts.map((text) => text.split('\n')[0]?.trim() ?? '').filter(Boolean);
}

/** Images on the page that failed to load. */
async function brokenImages(): Promise<string[]> {
  return await page.evaluate(
    '[...document.images].filter((one) => one.naturalWidth === 0).map((one) => one.src)',
  );
}

test('the editor shows the parameters of Create Element and Wait for Task', async () => {
  const sample = (name: string) => `${sandbox.url}/sandbox/media/${name}`;
  const file = example(
    'create-and-wait-by-callback.json',
    { klingApi },
    {
      'https://example.com/images/maja-front.png': sample('square.png'),
      'https://example.com/images/maja-side.png': sample('portrait.png'),
    },
  );
  await open(await n8n.addWorkflow(file));
  await execute();
  expect(await brokenImages()).toEqual([]);
  await keep('workflow');

  await openPanel('Create Element');
  await page.getByText('Image From', { exact: true }).waitFor();
  expect(await labels()).toEqual([
    ...['Credential', 'Name', 'Description', 'Create From', 'Frontal Image From', 'Frontal Image URL'],
    ...['Other Images', 'Image From', 'URL', 'Voice', 'Tags', 'Callback', 'Options'],
  ]);
  await keep('create-element');
  await closePanel();

  await openPanel('Wait for Task');
  expect(await labels()).toEqual(['Credential', 'Task ID', 'Resume', 'Maximum Wait (Seconds)', 'Options']);
  await keep('wait-for-task');
}, 60_000);

test('the editor lets users choose an element in the Kling Element node', async () => {
  const builder = new WorkflowBuilder(klingApi)
    .base('Start', 'manualTrigger')
    .klingNode('Kling Element', 'klingElement', { resource: 'element', operation: 'getAll' })
    .klingNode('Get', 'klingElement', { resource: 'element', operation: 'get' })
    .chain('Start', 'Kling Element');
  await open(await n8n.addWorkflow(builder.build('The elements of the account')));
  await openPanel('Get');
  await page.getByPlaceholder('Choose an element...').click();
  await page.getByText(/^Element 3 · \d+ \w+ \d+, [\d:]+ · others$/).waitFor();
  // The editor fetches more by itself when the list has no scroll bar, otherwise when users scroll.
  await page.getByPlaceholder('Search...').fill('preset');
  await page
    .getByText(/ · Kling preset · /)
    .first()
    .waitFor();
  await keep('element-picker');
  await page.keyboard.press('Escape');
  await open(await n8n.addWorkflow(builder.build('The elements of the account')));
  await execute();
  expect(await brokenImages()).toEqual([]);
  await openPanel('Kling Element');
  expect(await labels()).toEqual([
    ...['Credential', 'Resource', 'Operation', 'Return All', 'Limit', 'Simplify', 'Filters'],
  ]);
  await keep('element');
}, 60_000);

test('the editor lets users choose one of the recent tasks', async () => {
  const taskId = { __rl: true, mode: 'list', value: '' };
  const builder = new WorkflowBuilder(klingApi)
    .klingNode('Task', 'klingElement', { resource: 'task', operation: 'get', taskId })
    .klingNode('Wait', 'klingWaitForTask', { taskId });
  await open(await n8n.addWorkflow(builder.build('Recent tasks')));
  for (const node of ['Task', 'Wait']) {
    await openPanel(node);
    await page.getByPlaceholder('Choose a task...').click();
    await page.getByText(/^Element 3 · succeed · \d+ \w+ \d+, [\d:]+$/).waitFor();
    await page.keyboard.press('Escape');
    await closePanel();
  }
}, 60_000);

test.each(['light', 'dark'])(
  'the canvas shows what each node does, and its icon in %s',
  async (theme) => {
    const builder = new WorkflowBuilder(klingApi)
      .klingNode('Trigger', 'klingElementTrigger', {})
      .klingNode('Create', 'klingCreateElement', {})
      .klingNode('Wait', 'klingWaitForTask', {})
      .klingNode('Library', 'klingElement', { resource: 'voice', operation: 'getAllPresets' })
      .chain('Trigger', 'Create', 'Wait', 'Library');
    await page.evaluate(`localStorage.setItem('N8N_THEME', '${theme}')`);
    await open(await n8n.addWorkflow(builder.build('All nodes')));
    for (const subtitle of ['Failed, Succeeded', 'By Polling', 'Get Many Presets: Voice']) {
      await page.getByTestId('canvas-node').getByText(subtitle, { exact: true }).waitFor();
    }
    const icons = await page.getByTestId('canvas-node').locator('img').all();
    const files = await Promise.all(icons.map(async (icon) => (await icon.getAttribute('src')) ?? ''));
    const ours = files.filter((file) => file.includes('kling-elements'));
    expect(new Set(ours).size).toBe(4);
    for (const file of ours) expect(file.endsWith('.dark.svg')).toBe(theme === 'dark');
    expect(await brokenImages()).toEqual([]);
    await page.evaluate(`localStorage.removeItem('N8N_THEME')`);
  },
  60_000,
);

test('the editor shows the parameters of the Element Trigger', async () => {
  const webhookId = '0c5a3a2e-6f0e-4f8e-9d51-3f1f6b1d7c11';
  const builder = new WorkflowBuilder(klingApi).klingNode(
    'Kling Element Trigger',
    'klingElementTrigger',
    {},
    { webhookId },
  );
  await open(await n8n.addWorkflow(builder.build('Started by Kling')));
  await openPanel('Kling Element Trigger');
  await page.getByText('When will this node trigger my flow?').click();
  await page.getByText(/While building your workflow.*click the 'execute step' button/).waitFor();
  await page.getByTestId('trigger-execute-button').getByText('Execute step').waitFor();
  await page.getByText('When will this node trigger my flow?').click();
  await page.getByText('click "Webhook URLs" above').waitFor();
  await page.getByText('Webhook URLs', { exact: true }).click();
  await page.getByText('Production URL', { exact: true }).click();
  await page.getByText(`/webhook/${webhookId}/kling`).waitFor();
  expect(await labels()).toEqual(['Credential', 'Statuses', 'Options']);
  await keep('element-trigger');
}, 60_000);

test('the editor tests the credential when it is opened', async () => {
  await page.goto(`${n8n.rest.url}/home/credentials/${klingApi.id}`);
  await page.getByText('Connection tested successfully').waitFor();
  expect(await brokenImages()).toEqual([]);
  await keep('credential');
}, 60_000);
