import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';
import { readSecret, signCallback } from '@kling-elements/validation';

import { type Ended, Engine, type NodeUnderTest } from './engine.ts';
import { createTasks, type TaskItem } from './tasks.ts';

const webhookSecret = 'whsec_c2VjcmV0LWZvci10ZXN0cw==';
let sandbox: Sandbox;
let engine: Engine;
beforeEach(async () => {
  sandbox = await startSandbox({ hold: true });
  engine = new Engine({ baseUrl: sandbox.url });
});
afterEach(() => sandbox.close());

const wait = (onError: NodeUnderTest['onError'] = 'stopWorkflow'): NodeUnderTest => ({
  node: 'KlingWaitForTask',
  parameters: { taskId: '={{ $json.task_id }}', resume: 'callback', maxWait: 300 },
  onError,
});

const tasks = (count: number) => createTasks(engine, count);
const idOf = (item: TaskItem | undefined) => item?.json.task_id ?? '';
const sleepOf = ({ waitTill }: Ended) => new Date(waitTill ?? 0).getTime() - Date.now();
const callback = (task_id: string, task_status: string) => ({
  body: JSON.stringify({ task_id, task_status }),
});

test('tasks that are already final are returned at once', async () => {
  const items = await tasks(2);
  for (const item of items) sandbox.advance(idOf(item), 'succeed');
  const ended = await engine.run(wait(), items);
  expect(ended).toMatchObject({ status: 'success', waitTill: undefined });
  expect(ended.outputs[0]).toHaveLength(2);
});

test('the execution is suspended until the next check and resumes when the last task is final', async () => {
  const items = await tasks(2);
  const suspended = await engine.run(wait(), items);
  expect(suspended.status).toBe('waiting');
  expect(sleepOf(suspended)).toBeGreaterThan(50_000);
  expect(sleepOf(suspended)).toBeLessThanOrEqual(60_000);

  const [first, second] = items.map(idOf) as [string, string];
  const fetches = sandbox.calls.task;
  const processing = await engine.call(wait(), callback(first, 'processing'), suspended.data);
  expect(processing).toMatchObject({ status: 200, body: { status: 'waiting' }, workflowData: undefined });
  expect(sandbox.calls.task).toBe(fetches);

  sandbox.advance(first, 'succeed');
  const one = await engine.call(wait(), callback(first, 'succeed'), suspended.data);
  expect(one).toMatchObject({ body: { status: 'waiting' }, workflowData: undefined });

  sandbox.advance(second, 'succeed');
  const both = await engine.call(wait(), callback(second, 'succeed'), suspended.data);
  expect(both).toMatchObject({ status: 200, body: { status: 'resumed' } });
  const { status, outputs } = await engine.resume(wait(), items, both);
  expect(status).toBe('success');
  expect(outputs[0]).toMatchObject([
    { json: { task_id: first, element_id: expect.any(String) }, pairedItem: { item: 0 } },
    { json: { task_id: second, element_id: expect.any(String) }, pairedItem: { item: 1 } },
  ]);
});

test('a forged callback has no effect, because the task itself is fetched', async () => {
  const items = await tasks(1);
  const suspended = await engine.run(wait(), items);
  const forged = await engine.call(wait(), callback(idOf(items[0]), 'succeed'), suspended.data);
  expect(forged).toMatchObject({ body: { status: 'waiting' }, workflowData: undefined });
});

test('a callback that cannot be read also makes the node fetch its tasks', async () => {
  const items = await tasks(1);
  const suspended = await engine.run(wait(), items);
  sandbox.advance(idOf(items[0]), 'succeed');
  expect((await engine.call(wait(), { body: 'nonsense' }, suspended.data)).workflowData).toHaveLength(1);
});

test('with a webhook secret, only signed callbacks are accepted', async () => {
  const signedEngine = new Engine({ baseUrl: sandbox.url, credential: { webhookSecret } });
  const items = await tasks(1);
  const suspended = await signedEngine.run(wait(), items);
  sandbox.advance(idOf(items[0]), 'succeed');
  const { body } = callback(idOf(items[0]), 'succeed');
  const unsigned = await signedEngine.call(wait(), { body }, suspended.data);
  expect(unsigned).toMatchObject({ status: 401, workflowData: undefined });
  const headers = signCallback('msg_1', Buffer.from(body), [readSecret(webhookSecret)], Date.now());
  expect(await signedEngine.call(wait(), { body, headers }, suspended.data)).toMatchObject({
    status: 200,
    body: { status: 'resumed' },
  });
  const wrong = await signedEngine.call(wait(), { body: `${body} `, headers }, suspended.data);
  expect(wrong).toMatchObject({ status: 401, workflowData: undefined });
});

test('when Kling cannot be reached, the execution stays suspended and the callback gets a 503', async () => {
  const items = await tasks(1);
  const suspended = await engine.run(wait(), items);
  const lost = new Engine({ baseUrl: 'nowhere' });
  const answer = await lost.call(wait(), callback(idOf(items[0]), 'succeed'), suspended.data);
  expect(answer).toMatchObject({ status: 503, workflowData: undefined });
});

describe('a failed task', () => {
  async function resumedAfterFailure(onError: NodeUnderTest['onError']) {
    const items = await tasks(2);
    const suspended = await engine.run(wait(onError), items);
    sandbox.advance(idOf(items[0]), 'failed', 'No face was found');
    sandbox.advance(idOf(items[1]), 'succeed');
    const answer = await engine.call(wait(onError), callback(idOf(items[1]), 'succeed'), suspended.data);
    return { items, ...(await engine.resume(wait(onError), items, answer)) };
  }

  test('a failed task stops the workflow after the resume', async () => {
    const { status, error } = await resumedAfterFailure('stopWorkflow');
    expect(status).toBe('error');
    expect(error?.message).toContain('No face was found');
  });

  test('a failed task stops the workflow at its callback, while other tasks are still open', async () => {
    const items = await tasks(2);
    const suspended = await engine.run(wait(), items);
    sandbox.advance(idOf(items[0]), 'failed', 'No face was found');
    const answer = await engine.call(wait(), callback(idOf(items[0]), 'failed'), suspended.data);
    const { status, error } = await engine.resume(wait(), items, answer);
    expect(status).toBe('error');
    expect(error?.message).toContain('No face was found');
  });

  test('a failed task leaves the execution suspended for the others if errors do not stop it', async () => {
    const items = await tasks(2);
    const suspended = await engine.run(wait('continueErrorOutput'), items);
    sandbox.advance(idOf(items[0]), 'failed', 'No face was found');
    const answer = await engine.call(
      wait('continueErrorOutput'),
      callback(idOf(items[0]), 'failed'),
      suspended.data,
    );
    expect(answer).toMatchObject({ body: { status: 'waiting' }, workflowData: undefined });
  });

  test('a failed task becomes an item with its error', async () => {
    const { status, outputs } = await resumedAfterFailure('continueRegularOutput');
    expect(status).toBe('success');
    expect(outputs[0]).toMatchObject([
      { json: { error: { task_status: 'failed' } } },
      { json: { task_status: 'succeed' } },
    ]);
  });

  test('a failed task goes to the error output', async () => {
    const { outputs } = await resumedAfterFailure('continueErrorOutput');
    expect(outputs[0]).toMatchObject([{ json: { task_status: 'succeed' } }]);
    expect(outputs[1]).toMatchObject([
      { json: { error: { message: expect.stringContaining('No face'), task_status: 'failed' } } },
    ]);
  });
});

describe('without a callback', () => {
  /** The suspended execution at a later time: n8n runs it when that has come. */
  const atDeadline = ({ data }: Ended) => {
    const context = data.executionData?.contextData['node:Kling'] as { klingWait: { deadline: number } };
    context.klingWait.deadline = Date.now();
    return data;
  };

  test('the next check finds the finished tasks, and the run is the first one still', async () => {
    const items = await tasks(2);
    const suspended = await engine.run(wait(), items);
    for (const item of items) sandbox.advance(idOf(item), 'succeed');
    const { status, outputs, data } = await engine.run(wait(), items, { saved: suspended.data });
    expect(status).toBe('success');
    expect(outputs[0]).toMatchObject(
      items.map((item, index) => ({
        json: { task_id: idOf(item), element_id: expect.any(String) },
        pairedItem: { item: index },
      })),
    );
    expect(data.resultData.runData.Kling).toHaveLength(1);
  });

  test('checks become rarer, and the last one is at the maximum wait', async () => {
    const items = await tasks(1);
    let suspended = await engine.run(wait(), items);
    const sleeps = [];
    for (let check = 0; check < 3; check += 1) {
      suspended = await engine.run(wait(), items, { saved: suspended.data });
      expect(suspended.status).toBe('waiting');
      sleeps.push(Math.round(sleepOf(suspended) / 60_000));
    }
    expect(sleeps).toEqual([2, 4, 5]);
  });

  test('a callback after some checks resumes the execution', async () => {
    const items = await tasks(1);
    const suspended = await engine.run(wait(), items);
    const later = await engine.run(wait(), items, { saved: suspended.data });
    sandbox.advance(idOf(items[0]), 'succeed');
    const answer = await engine.call(wait(), callback(idOf(items[0]), 'succeed'), later.data);
    const { outputs } = await engine.resume(wait(), items, answer);
    expect(outputs[0]).toMatchObject([{ json: { task_id: idOf(items[0]), task_status: 'succeed' } }]);
  });

  test('at the maximum wait, a task that has finished meanwhile is a success', async () => {
    const items = await tasks(1);
    const suspended = await engine.run(wait(), items);
    sandbox.advance(idOf(items[0]), 'succeed');
    const ended = await engine.run(wait(), items, { saved: atDeadline(suspended) });
    expect(ended.outputs[0]).toMatchObject([{ json: { task_status: 'succeed' } }]);
  });

  test('at the maximum wait, an open task fails the execution', async () => {
    const items = await tasks(2);
    const suspended = await engine.run(wait(), items);
    sandbox.advance(idOf(items[1]), 'succeed');
    const { status, error } = await engine.run(wait(), items, { saved: atDeadline(suspended) });
    expect(status).toBe('error');
    expect(error).toMatchObject({
      message: 'The task is not finished after 300 seconds',
      description: `Task ${idOf(items[0])} is still submitted.`,
    });
  });

  test('at the maximum wait, an open task goes to the error output and can be waited for again', async () => {
    const items = await tasks(1);
    const withOutput = wait('continueErrorOutput');
    const suspended = await engine.run(withOutput, items);
    const { outputs } = await engine.run(withOutput, items, { saved: atDeadline(suspended) });
    expect(outputs[0]).toEqual([]);
    expect(outputs[1]).toMatchObject([
      { json: { error: { task_id: idOf(items[0]), task_status: 'timed_out', last_status: 'submitted' } } },
    ]);
    sandbox.advance(idOf(items[0]), 'succeed');
    const again = await engine.run(withOutput, [...(outputs[1] ?? [])]);
    expect(again.outputs[0]).toMatchObject([{ json: { task_id: idOf(items[0]), task_status: 'succeed' } }]);
  });

  test('a retry of an execution whose wait timed out waits again', async () => {
    const items = await tasks(1);
    const suspended = await engine.run(wait(), items);
    const failed = await engine.run(wait(), items, { saved: atDeadline(suspended) });
    const retried = await engine.retry(wait(), items, failed, '2');
    expect(retried.status).toBe('waiting');
    sandbox.advance(idOf(items[0]), 'succeed');
    const ended = await engine.run(wait(), items, { executionId: '2', saved: retried.data });
    expect(ended.outputs[0]).toMatchObject([{ json: { task_id: idOf(items[0]), task_status: 'succeed' } }]);
  });

  test('a task that Kling will not call about is named at once and again at the end', async () => {
    const items = await tasks(1);
    const [item] = items;
    const suspended = await engine.run(wait(), items);
    const warning = {
      message: expect.stringContaining(`requested a callback for task ${idOf(item)}, so it is checked`),
    };
    expect(suspended.hints).toMatchObject([warning]);
    sandbox.advance(idOf(item), 'succeed');
    const ended = await engine.run(wait(), items, { saved: suspended.data });
    expect(ended.hints).toMatchObject([warning]);
  });
});
