import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox, type TaskView } from '@kling-elements/sandbox';

import { freePort } from '../../harness/free-port.ts';
import { Actions, type NamedCredential } from '../../harness/n8n/actions.ts';
import { type N8n, startN8n } from '../../harness/n8n/n8n.ts';
import { createFrom, itemsNode, waitByCallback } from './parts.ts';
import { freshHome } from './shared.ts';
import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';

const home = freshHome();
let port: number;
let sandbox: Sandbox;
let n8n: N8n;
let actions: Actions;
let credential: NamedCredential;

/** Starts a new n8n in place of the last, as after a reboot. */
async function startAgain(): Promise<void> {
  n8n = await startN8n({ home, port });
  actions = new Actions(n8n.rest);
}

beforeAll(async () => {
  port = await freePort();
  await startAgain();
  sandbox = await startSandbox({ hold: true });
  credential = await actions.addCredential({ baseUrl: sandbox.url });
}, 60_000);
afterEach(() => {
  sandbox.faults.clear();
});
afterAll(async () => {
  await n8n.stop('SIGKILL');
  await sandbox.close();
});

/** Starts an execution that sleeps until five tasks are final. */
async function asleep() {
  const before = sandbox.tasks().length;
  const builder = new WorkflowBuilder(credential);
  itemsNode(builder, ['Ada', 'Bea', 'Cleo', 'Dora', 'Ella']);
  createFrom(builder, sandbox, { callback: 'execution' });
  const workflow = waitByCallback(builder, { maxWait: 3600 }).chain('Items', 'Create', 'Wait').build();
  const id = await actions.run(await actions.addWorkflow(workflow));
  await actions.reaches(id, 'waiting');
  return { id, tasks: sandbox.tasks().slice(before) };
}

async function finish({ id }: TaskView) {
  const calledBack = sandbox.once('callback', (entry) => entry.taskId === id && entry.status === 'succeed');
  sandbox.advance(id, 'succeed');
  return await calledBack;
}

const succeeded = (tasks: readonly TaskView[]) =>
  tasks.map(({ id, madeId }) =>
    expect.objectContaining({ task_id: id, task_status: 'succeed', element_id: madeId }),
  );

test('an execution stays asleep through a shutdown (SIGTERM) and a crash (SIGKILL) of n8n', async () => {
  const { id, tasks } = await asleep();
  const [ada, bea, ...others] = tasks as [TaskView, TaskView, ...TaskView[]];
  await finish(ada);

  await n8n.stop('SIGTERM');
  await startAgain();
  expect(await finish(bea)).toMatchObject({ httpStatus: 200 });
  expect((await actions.execution(id)).status).toBe('waiting');

  await n8n.stop('SIGKILL');
  await startAgain();
  for (const task of others) expect(await finish(task)).toMatchObject({ httpStatus: 200 });
  const execution = await actions.reaches(id, 'success');
  expect(execution.json('Done')).toEqual(succeeded(tasks));
  expect(execution.runs('Done')).toBe(1);
  expect(sandbox.calls.create).toBe(5);
}, 120_000);

test('an execution whose callbacks arrived while n8n was down continues when n8n is back', async () => {
  const { id, tasks } = await asleep();
  await n8n.stop('SIGKILL');
  for (const task of tasks) expect(await finish(task)).toMatchObject({ outcome: 'unanswered' });
  await startAgain();
  const execution = await actions.reaches(id, 'success', 130_000);
  expect(execution.json('Done')).toEqual(succeeded(tasks));
  expect(execution.runs('Done')).toBe(1);
}, 170_000);
