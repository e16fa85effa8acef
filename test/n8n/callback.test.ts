import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox, type TaskView } from '@kling-elements/sandbox';

import type { NamedCredential } from '../../harness/n8n/actions.ts';
import { createFrom, itemsNode, waitByCallback } from './parts.ts';
import { otherSecret, webhookSecret } from './secrets.ts';
import { sharedN8n } from './shared.ts';
import { WorkflowBuilder, type WorkflowNode } from '../../harness/n8n/workflow.ts';

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

interface Settings {
  readonly as?: NamedCredential;
  readonly callback?: 'execution' | 'none';
  readonly maxWait?: number;
  readonly onError?: WorkflowNode['onError'];
}

const workflow = (names: readonly string[], settings: Settings = {}) => {
  const { as = credential, callback = 'execution', ...wait } = settings;
  const builder = new WorkflowBuilder(as);
  itemsNode(builder, names);
  createFrom(builder, sandbox, { callback });
  return waitByCallback(builder, wait).chain('Items', 'Create', 'Wait').build();
};

/** Starts an execution, and waits until it is asleep. */
async function asleep(names: readonly string[], settings?: Settings) {
  const before = sandbox.tasks().length;
  const id = await n8n.run(await n8n.addWorkflow(workflow(names, settings)));
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

describe('without a callback', () => {
  /** They all sleep for a minute, at the same time. */
  interface Sleeping {
    readonly id: string;
    readonly tasks: readonly TaskView[];
  }
  let lost: Sleeping;
  let unasked: Sleeping;
  let toOutput: Sleeping;
  let toStop: Sleeping;
  beforeAll(async () => {
    lost = await asleep(fiveNames);
    unasked = await asleep(['Nina'], { callback: 'none' });
    toOutput = await asleep(['Olga'], { maxWait: 10 });
    toStop = await asleep(['Pia'], { maxWait: 10, onError: 'stopWorkflow' });
    sandbox.faults.add({ kind: 'callback', how: 'lost', status: 'succeed', times: 5 });
    for (const task of lost.tasks) await finish(task);
    for (const { id } of unasked.tasks) sandbox.advance(id, 'succeed');
  }, 60_000);
  /** n8n looks after sleeping executions once a minute. */
  const withinMs = 130_000;

  test('a lost callback costs a minute: the next check finds the finished tasks', async () => {
    const execution = await n8n.reaches(lost.id, 'success', withinMs);
    expect(execution.json('Done')).toEqual(succeeded(lost.tasks));
    expect([execution.runs('Wait'), execution.runs('Done')]).toEqual([1, 1]);
    expect(execution.hints('Wait')).toEqual([]);
  }, 150_000);

  test('tasks created without one are named, and found by the next check', async () => {
    const hint = expect.stringContaining(
      `requested a callback for task ${unasked.tasks[0]?.id}, so it is checked`,
    );
    expect((await n8n.execution(unasked.id)).hints('Wait')).toEqual([hint]);
    const execution = await n8n.reaches(unasked.id, 'success', withinMs);
    expect(execution.json('Done')).toEqual(succeeded(unasked.tasks));
    expect(execution.hints('Wait')).toEqual([hint]);
  }, 150_000);

  test('a task that is not finished at the maximum wait goes to the error output', async () => {
    const execution = await n8n.reaches(toOutput.id, 'success', withinMs);
    expect(execution.json('Failed')).toEqual([
      expect.objectContaining({
        task_id: toOutput.tasks[0]?.id,
        error: expect.objectContaining({ task_status: 'timed_out', last_status: 'submitted' }),
      }),
    ]);
    expect(execution.runs('Done')).toBe(0);
  }, 150_000);

  test('a task that is not finished at the maximum wait fails the execution where errors stop it', async () => {
    const execution = await n8n.reaches(toStop.id, 'error', withinMs);
    expect(execution.error?.message).toBe('The task is not finished after 10 seconds');
    expect(execution.runs('Done')).toBe(0);
  }, 150_000);
});

test('a failed task fails the execution where errors stop it', async () => {
  const { id, tasks } = await asleep(['Rob'], { onError: 'stopWorkflow' });
  await finish((tasks as [TaskView])[0], 'failed', 'No face in the image');
  const execution = await n8n.reaches(id, 'error');
  expect(execution.error?.message).toContain('No face in the image');
  expect(execution.runs('Done')).toBe(0);
});
