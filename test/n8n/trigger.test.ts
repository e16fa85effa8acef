import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import type { NamedCredential, SavedWorkflow } from '../../harness/n8n/actions.ts';
import { createFrom, itemsNode } from './parts.ts';
import { otherSecret, webhookSecret } from './secrets.ts';
import { sharedN8n } from './shared.ts';
import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';

const n8n = sharedN8n();

let sandbox: Sandbox;
let open: NamedCredential;
let signed: NamedCredential;
beforeAll(async () => {
  sandbox = await startSandbox({ hold: true, webhookSecret });
  open = await n8n.addCredential({ baseUrl: sandbox.url });
  signed = await n8n.addCredential({ baseUrl: sandbox.url, webhookSecret });
});
afterAll(() => sandbox.close());

/** Activates a workflow that starts with the trigger. @returns its production URL */
async function listening(as: NamedCredential, parameters: Record<string, unknown> = {}) {
  const webhookId = randomUUID();
  const built = new WorkflowBuilder(as)
    .klingNode('Called', 'klingElementTrigger', parameters, { webhookId })
    .base('Done', 'noOp')
    .chain('Called', 'Done')
    .build();
  const workflow = await n8n.addWorkflow(built);
  await n8n.activate(workflow);
  return { workflow, url: `${n8n.rest.url}/webhook/${webhookId}/kling` };
}

/** Creates a task without a callback. */
async function makeTask(name: string) {
  const builder = new WorkflowBuilder(open);
  createFrom(itemsNode(builder, [name]), sandbox);
  const execution = await n8n.runToEnd(builder.chain('Items', 'Create').build());
  const { task_id: id } = execution.json('Create')[0] as { task_id: string };
  return id;
}

const runsOf = async (workflow: SavedWorkflow) => (await n8n.executionsOf(workflow)).length;

test('a callback starts the activated workflow, once for each final task', async () => {
  const { workflow, url } = await listening(open);
  const builder = new WorkflowBuilder(open);
  createFrom(itemsNode(builder, ['Tina']), sandbox, { callback: 'url', callbackUrl: url });
  const created = await n8n.runToEnd(builder.chain('Items', 'Create').build());
  const { task_id: id } = created.json('Create')[0] as { task_id: string };
  sandbox.advance(id, 'processing');
  sandbox.advance(id, 'succeed');
  const execution = await n8n.newestEnded(workflow);
  expect(execution.json('Done')).toEqual([
    expect.objectContaining({
      task_id: id,
      task_status: 'succeed',
      element_id: sandbox.task(id)?.madeId,
      element_name: 'Tina',
    }),
  ]);
  expect(await sandbox.sendCallback({ task: id, url })).toMatchObject({ httpStatus: 200 });
  expect(await runsOf(workflow)).toBe(1);
});

describe('with a webhook secret', () => {
  test('a signed callback starts the workflow, in either of Kling’s shapes', async () => {
    for (const shape of ['legacy', 'new'] as const) {
      const { workflow, url } = await listening(signed);
      const id = await makeTask(`Signed ${shape}`);
      sandbox.advance(id, 'succeed');
      expect(await sandbox.sendCallback({ task: id, url, shape })).toMatchObject({ httpStatus: 200 });
      const execution = await n8n.newestEnded(workflow);
      expect(execution.json('Done')).toEqual([
        expect.objectContaining({ task_id: id, element_id: sandbox.task(id)?.madeId }),
      ]);
    }
  });

  test('unsigned, wrongly signed, old and altered callbacks are refused and start nothing', async () => {
    const { workflow, url } = await listening(signed);
    const id = await makeTask('Refused');
    sandbox.advance(id, 'succeed');
    const genuine = await sandbox.sendCallback({ task: id, url: `${sandbox.url}/sandbox` });
    for (const wrong of [
      { signed: false },
      { secret: otherSecret },
      { time: Date.now() - 3_600_000 },
      { signed: false, headers: genuine.headers, body: genuine.body.replace('succeed', 'failed') },
    ]) {
      expect(await sandbox.sendCallback({ task: id, url, ...wrong })).toMatchObject({ httpStatus: 401 });
    }
    expect(await runsOf(workflow)).toBe(0);
    expect(await sandbox.sendCallback({ task: id, url })).toMatchObject({ httpStatus: 200 });
    await n8n.newestEnded(workflow);
  });
});

describe('without a webhook secret', () => {
  test('an unsigned callback starts the workflow with the task as fetched from Kling, not with the callback’s content', async () => {
    const { workflow, url } = await listening(open);
    const id = await makeTask('Unsigned');
    sandbox.advance(id, 'succeed');
    const task_result = { elements: [{ element_id: 666, element_name: 'Forged' }] };
    const body = JSON.stringify({ task_id: id, task_status: 'succeed', task_result });
    expect(await sandbox.sendCallback({ url, body, signed: false })).toMatchObject({ httpStatus: 200 });
    const execution = await n8n.newestEnded(workflow);
    expect(execution.json('Done')).toEqual([
      expect.objectContaining({ element_id: sandbox.task(id)?.madeId, element_name: 'Unsigned' }),
    ]);
  });

  test('a callback about an invented task starts no workflow', async () => {
    const { workflow, url } = await listening(open);
    const body = JSON.stringify({ task_id: '123456789', task_status: 'succeed', task_result: {} });
    expect(await sandbox.sendCallback({ url, body, signed: false })).toMatchObject({ httpStatus: 200 });
    expect(await runsOf(workflow)).toBe(0);
  });
});

test('the console’s test callback is answered, and starts the workflow only if the option is set', async () => {
  const quiet = await listening(signed);
  expect(await sandbox.sendCallback({ url: quiet.url })).toMatchObject({ httpStatus: 200 });
  const eager = await listening(signed, { options: { testCallbacks: true } });
  expect(await sandbox.sendCallback({ url: eager.url })).toMatchObject({ httpStatus: 200 });
  const execution = await n8n.newestEnded(eager.workflow);
  expect(execution.json('Done')).toEqual([expect.objectContaining({ test: true })]);
  expect(await runsOf(quiet.workflow)).toBe(0);
});

test('callbacks with other statuses or prefixes than selected start no workflow', async () => {
  const { workflow, url } = await listening(open, { options: { externalIdPrefix: 'shop-' } });
  const id = await makeTask('Other');
  sandbox.advance(id, 'succeed');
  expect(await sandbox.sendCallback({ task: id, url })).toMatchObject({ httpStatus: 200 });
  const failed = await listening(open, { statuses: ['failed'] });
  expect(await sandbox.sendCallback({ task: id, url: failed.url })).toMatchObject({ httpStatus: 200 });
  expect(await runsOf(workflow)).toBe(0);
  expect(await runsOf(failed.workflow)).toBe(0);
});
