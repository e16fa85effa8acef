import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import type { NamedCredential } from '../../harness/n8n/actions.ts';
import { createFrom, itemsNode } from './parts.ts';
import { sharedN8n } from './shared.ts';
import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';

const n8n = sharedN8n();
let sandbox: Sandbox;
let credential: NamedCredential;
beforeAll(async () => {
  sandbox = await startSandbox({ hold: true });
  credential = await n8n.addCredential({ baseUrl: sandbox.url });
});
afterAll(() => sandbox.close());

const workflow = (names: readonly string[]) => {
  const builder = new WorkflowBuilder(credential);
  itemsNode(builder, names);
  createFrom(builder, sandbox);
  return builder
    .klingNode('Wait', 'klingWaitForTask', { taskId: '={{ $json.task_id }}' })
    .chain('Items', 'Create', 'Wait')
    .build();
};

test('elements are created and waited for by polling, each with all digits of its ID', async () => {
  const started = await n8n.run(await n8n.addWorkflow(workflow(['Maja', 'Fox'])));
  await sandbox.once('answer', ({ operation }) => operation === 'task' || operation === 'tasks');
  for (const { id } of sandbox.tasks()) sandbox.advance(id, 'succeed');
  const execution = await n8n.reaches(started, 'success');
  expect(execution.json('Wait')).toEqual(
    sandbox.tasks().map(({ id, madeId, name }) =>
      expect.objectContaining({
        task_id: id,
        task_status: 'succeed',
        element_id: madeId,
        element_name: name,
      }),
    ),
  );
  expect(execution.items('Wait').map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
});

test('a failed task fails the execution with Kling’s reason', async () => {
  sandbox.faults.add({ kind: 'failed-task', on: 'create', message: 'No face in the image' });
  const started = await n8n.run(await n8n.addWorkflow(workflow(['Ghost'])));
  await sandbox.once('answer', ({ operation }) => operation === 'task' || operation === 'tasks');
  const [task] = sandbox.tasks().filter(({ name }) => name === 'Ghost');
  sandbox.advance(task?.id ?? '', 'failed', 'No face in the image');
  const execution = await n8n.reaches(started, 'error');
  expect(execution.error?.message).toContain('No face in the image');
  expect(execution.error?.description).toContain(task?.id);
});

test('Stop ends polling at once', async () => {
  const started = await n8n.run(await n8n.addWorkflow(workflow(['Slow'])));
  await sandbox.once('answer', ({ operation }) => operation === 'task' || operation === 'tasks');
  await n8n.rest.post(`executions/${started}/stop`, {});
  const stopped = await n8n.reaches(started, 'canceled', 5000);
  expect(stopped.status).toBe('canceled');
});
