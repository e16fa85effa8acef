import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox, type TaskView } from '@kling-elements/sandbox';

import type { NamedCredential } from '../../harness/n8n/actions.ts';
import { createFrom, itemsNode, waitByCallback } from './parts.ts';
import { otherSecret, webhookSecret } from './secrets.ts';
import { sharedN8n } from './shared.ts';
import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';

const n8n = sharedN8n();

let sandbox: Sandbox;
let credential: NamedCredential;
let signed: NamedCredential;
beforeAll(async () => {
  sandbox = await startSandbox({ hold: true });
  credential = await n8n.addCredential({ baseUrl: sandbox.url });
  signed = await n8n.addCredential({ baseUrl: sandbox.url, webhookSecret });
});
afterEach(() => {
  sandbox.faults.clear();
});
afterAll(() => sandbox.close());

const fiveNames = ['Ada', 'Bea', 'Cleo', 'Dora', 'Ella'];

const workflow = (names: readonly string[], { maxWait = 300, as = credential } = {}) => {
  const builder = new WorkflowBuilder(as);
  itemsNode(builder, names);
  createFrom(builder, sandbox, { callback: 'execution' });
  return waitByCallback(builder, maxWait).chain('Items', 'Create', 'Wait').build();
};

/** Starts an execution, and waits until it is asleep. */
async function asleep(names: readonly string[], options?: { as?: NamedCredential }) {
  const before = sandbox.tasks().length;
  const id = await n8n.run(await n8n.addWorkflow(workflow(names, options)));
  await n8n.reaches(id, 'waiting');
  return { id, tasks: sandbox.tasks().slice(before) };
}

/** Finishes a task. @returns the HTTP status of the response to its callback */
async function finish({ id }: TaskView, status: 'succeed' | 'failed' = 'succeed', message?: string) {
  const calledBack = sandbox.once('callback', (entry) => entry.taskId === id && entry.status === status);
  sandbox.advance(id, status, message);
  return (await calledBack).httpStatus;
}

const succeeded = (tasks: readonly TaskView[]) =>
  tasks.map(({ id, madeId }) =>
    expect.objectContaining({ task_id: id, task_status: 'succeed', element_id: madeId }),
  );

test('an execution that waits for five tasks is woken when the last of them is final, in whatever order they end', async () => {
  const { id, tasks } = await asleep(fiveNames);
  const [first, ...others] = tasks as [TaskView, ...TaskView[]];
  sandbox.advance(first.id, 'processing');
  for (const task of others.toReversed()) expect(await finish(task)).toBe(200);
  expect((await n8n.execution(id)).status).toBe('waiting');
  expect(await finish(first)).toBe(200);
  const execution = await n8n.reaches(id, 'success');
  expect(execution.json('Done')).toEqual(succeeded(tasks));
  expect(execution.runs('Done')).toBe(1);
});

test('several final callbacks at once wake an execution once', async () => {
  const { id, tasks } = await asleep(fiveNames);
  await Promise.all(tasks.map((task) => finish(task)));
  const execution = await n8n.reaches(id, 'success');
  expect(execution.runs('Done')).toBe(1);
  expect(execution.json('Done')).toEqual(succeeded(tasks));
});

test('an execution whose tasks are final before it falls asleep does not need their callbacks', async () => {
  const stop = sandbox.on('task', ({ id, name, status }) => {
    if (name === 'Early' && status === 'submitted') sandbox.advance(id, 'succeed');
  });
  const id = await n8n.run(await n8n.addWorkflow(workflow(['Early'])));
  const execution = await n8n.reaches(id, 'success');
  stop();
  expect(execution.json('Done')).toEqual(succeeded(sandbox.tasks().slice(-1)));
});

test('a repeated callback is answered, and wakes no execution twice', async () => {
  const { id, tasks } = await asleep(['Rita', 'Rosa']);
  const [rita, rosa] = tasks as [TaskView, TaskView];
  await finish(rita);
  const again = await sandbox.sendCallback({ task: rita.id });
  expect(again.httpStatus).toBe(200);
  expect((await n8n.execution(id)).status).toBe('waiting');
  await finish(rosa);
  await n8n.reaches(id, 'success');
  const late = await sandbox.sendCallback({ task: rosa.id });
  expect(late.httpStatus).toBe(409);
  expect((await n8n.execution(id)).runs('Done')).toBe(1);
});

describe('a forged callback', () => {
  test('without a secret, a callback makes the node fetch the task, and its content is ignored', async () => {
    const { id, tasks } = await asleep(['Fay']);
    const [task] = tasks as [TaskView];
    const body = JSON.stringify({
      task_id: task.id,
      task_status: 'succeed',
      task_result: { elements: [{ element_id: 666, element_name: 'Forged' }] },
    });
    const callback = await sandbox.sendCallback({ url: task.callbackUrl, body });
    expect(callback.httpStatus).toBe(200);
    expect((await n8n.execution(id)).status).toBe('waiting');
    await finish(task);
    expect((await n8n.reaches(id, 'success')).json('Done')).toEqual(succeeded(tasks));
  });

  test('if the credential has a secret, unsigned and wrongly signed callbacks are refused', async () => {
    const { id, tasks } = await asleep(['Sig'], { as: signed });
    const [task] = tasks as [TaskView];
    expect(await finish(task)).toBe(401);
    for (const forged of [
      { signed: false },
      { secret: otherSecret },
      { secret: webhookSecret, time: Date.now() - 3_600_000 },
    ]) {
      expect(await sandbox.sendCallback({ task: task.id, ...forged })).toMatchObject({ httpStatus: 401 });
    }
    expect((await n8n.execution(id)).status).toBe('waiting');
    const genuine = await sandbox.sendCallback({ task: task.id, secret: webhookSecret });
    expect(genuine.httpStatus).toBe(200);
    expect((await n8n.reaches(id, 'success')).json('Done')).toEqual(succeeded(tasks));
  });

  test('a callback to a guessed URL is refused by n8n', async () => {
    const { id, tasks } = await asleep(['Guy']);
    const [task] = tasks as [TaskView];
    const guessed = new URL(task.callbackUrl ?? '');
    guessed.searchParams.set('signature', '0'.repeat(64));
    const callback = await sandbox.sendCallback({ task: task.id, url: guessed.href, status: 'succeed' });
    expect(callback.httpStatus).toBe(401);
    expect((await n8n.execution(id)).status).toBe('waiting');
    await finish(task);
    await n8n.reaches(id, 'success');
  });
});

test('a failed task goes to the error output with Kling’s reason, and the others to the output', async () => {
  const { id, tasks } = await asleep(['Hale', 'Ill']);
  const [hale, ill] = tasks as [TaskView, TaskView];
  await finish(ill, 'failed', 'No face in the image');
  await finish(hale);
  const execution = await n8n.reaches(id, 'success');
  expect(execution.json('Done')).toEqual(succeeded([hale]));
  expect(execution.json('Failed')).toEqual([
    expect.objectContaining({
      error: expect.objectContaining({
        message: expect.stringContaining('No face in the image'),
        task_id: ill.id,
        task_status: 'failed',
      }),
    }),
  ]);
});

test('a lost callback costs at most one waiting period, because the loop fetches the task again', async () => {
  sandbox.faults.add({ kind: 'callback', how: 'lost', status: 'succeed', times: 5 });
  const before = sandbox.tasks().length;
  const id = await n8n.run(await n8n.addWorkflow(workflow(fiveNames, { maxWait: 10 })));
  await n8n.reaches(id, 'waiting');
  const tasks = sandbox.tasks().slice(before);
  for (const task of tasks) {
    const lost = sandbox.once('callback', ({ taskId }) => taskId === task.id);
    sandbox.advance(task.id, 'succeed');
    await lost;
  }
  // n8n checks its sleeping executions once a minute.
  const execution = await n8n.reaches(id, 'success', 100_000);
  expect(execution.json('Wait', { output: 1, run: 0 })).toEqual(
    tasks.map(() =>
      expect.objectContaining({ error: expect.objectContaining({ task_status: 'timed_out' }) }),
    ),
  );
  expect(execution.json('Done')).toEqual(succeeded(tasks));
}, 120_000);
