import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';
import { readSecret, signCallback } from '@kling-elements/validation';

import { Engine, type NodeUnderTest } from './engine.ts';
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
const news = (task_id: string, task_status: string) => ({ body: JSON.stringify({ task_id, task_status }) });

test('what is final already is returned at once', async () => {
  const items = await tasks(2);
  for (const item of items) sandbox.advance(idOf(item), 'succeed');
  const ended = await engine.run(wait(), items);
  expect(ended).toMatchObject({ status: 'success', waitTill: undefined });
  expect(ended.outputs[0]).toHaveLength(2);
});

test('sleeps with a limit, ignores what is not final, and wakes with the last task', async () => {
  const items = await tasks(2);
  const asleep = await engine.run(wait(), items);
  expect(asleep.status).toBe('waiting');
  const limit = new Date(asleep.waitTill ?? 0).getTime() - Date.now();
  expect(limit).toBeGreaterThan(290_000);
  expect(limit).toBeLessThanOrEqual(300_000);

  const [first, second] = items.map(idOf) as [string, string];
  const looks = sandbox.calls.task;
  const processing = await engine.call(wait(), news(first, 'processing'), asleep.data);
  expect(processing).toMatchObject({ status: 200, body: { status: 'waiting' }, workflowData: undefined });
  expect(sandbox.calls.task).toBe(looks);

  sandbox.advance(first, 'succeed');
  const one = await engine.call(wait(), news(first, 'succeed'), asleep.data);
  expect(one).toMatchObject({ body: { status: 'waiting' }, workflowData: undefined });

  sandbox.advance(second, 'succeed');
  const both = await engine.call(wait(), news(second, 'succeed'), asleep.data);
  expect(both).toMatchObject({ status: 200, body: { status: 'resumed' } });
  const { status, outputs } = await engine.resume(wait(), items, asleep.data, both);
  expect(status).toBe('success');
  expect(outputs[0]).toMatchObject([
    { json: { task_id: first, element_id: expect.any(String) }, pairedItem: { item: 0 } },
    { json: { task_id: second, element_id: expect.any(String) }, pairedItem: { item: 1 } },
  ]);
});

test('a forged callback brings nothing in: the task itself is looked at', async () => {
  const items = await tasks(1);
  const asleep = await engine.run(wait(), items);
  const forged = await engine.call(wait(), news(idOf(items[0]), 'succeed'), asleep.data);
  expect(forged).toMatchObject({ body: { status: 'waiting' }, workflowData: undefined });
});

test('a body that cannot be read makes it look, too', async () => {
  const items = await tasks(1);
  const asleep = await engine.run(wait(), items);
  sandbox.advance(idOf(items[0]), 'succeed');
  expect((await engine.call(wait(), { body: 'nonsense' }, asleep.data)).workflowData).toHaveLength(1);
});

test('with a secret, only signed callbacks count', async () => {
  const signedEngine = new Engine({ baseUrl: sandbox.url, credential: { webhookSecret } });
  const items = await tasks(1);
  const asleep = await signedEngine.run(wait(), items);
  sandbox.advance(idOf(items[0]), 'succeed');
  const { body } = news(idOf(items[0]), 'succeed');
  const unsigned = await signedEngine.call(wait(), { body }, asleep.data);
  expect(unsigned).toMatchObject({ status: 401, workflowData: undefined });
  const headers = signCallback('msg_1', Buffer.from(body), [readSecret(webhookSecret)], Date.now());
  expect(await signedEngine.call(wait(), { body, headers }, asleep.data)).toMatchObject({
    status: 200,
    body: { status: 'resumed' },
  });
  const wrong = await signedEngine.call(wait(), { body: `${body} `, headers }, asleep.data);
  expect(wrong).toMatchObject({ status: 401, workflowData: undefined });
});

test('never throws: when Kling cannot be asked, it stays asleep and says to call again', async () => {
  const items = await tasks(1);
  const asleep = await engine.run(wait(), items);
  const lost = new Engine({ baseUrl: 'nowhere' });
  const answer = await lost.call(wait(), news(idOf(items[0]), 'succeed'), asleep.data);
  expect(answer).toMatchObject({ status: 503, workflowData: undefined });
});

describe('a failed task', () => {
  async function wokenByFailure(onError: NodeUnderTest['onError']) {
    const items = await tasks(2);
    const asleep = await engine.run(wait(onError), items);
    sandbox.advance(idOf(items[0]), 'failed', 'No face was found');
    sandbox.advance(idOf(items[1]), 'succeed');
    const answer = await engine.call(wait(onError), news(idOf(items[1]), 'succeed'), asleep.data);
    return { items, ...(await engine.resume(wait(onError), items, asleep.data, answer)) };
  }

  test('stops the workflow', async () => {
    const { status, error } = await wokenByFailure('stopWorkflow');
    expect(status).toBe('error');
    expect(error?.message).toContain('No face was found');
  });

  test('goes on as an item', async () => {
    const { status, outputs } = await wokenByFailure('continueRegularOutput');
    expect(status).toBe('success');
    expect(outputs[0]).toMatchObject([
      { json: { error: { task_status: 'failed' } } },
      { json: { task_status: 'succeed' } },
    ]);
  });

  test('goes to the error output', async () => {
    const { outputs } = await wokenByFailure('continueErrorOutput');
    expect(outputs[0]).toMatchObject([{ json: { task_status: 'succeed' } }]);
    expect(outputs[1]).toMatchObject([
      { json: { error: { message: expect.stringContaining('No face'), task_status: 'failed' } } },
    ]);
  });
});

describe('a lost callback', () => {
  test('on the error output, an item says at the limit that the time is over', async () => {
    const items = await tasks(2);
    const asleep = await engine.run(wait('continueErrorOutput'), items);
    // At the limit n8n lets the sleeping execution go on by itself.
    const { status, outputs } = await engine.run(wait('continueErrorOutput'), items, { saved: asleep.data });
    expect(status).toBe('success');
    expect(outputs[0]).toEqual([]);
    expect(outputs[1]?.map(({ json }) => json.error)).toMatchObject(
      items.map((item) => ({ task_id: idOf(item), task_status: 'timed_out', last_status: 'submitted' })),
    );
    expect(items[0]?.json).toHaveProperty('external_task_id');
  });

  test('looking again finds what has happened since', async () => {
    const items = await tasks(1);
    const asleep = await engine.run(wait('continueErrorOutput'), items);
    sandbox.advance(idOf(items[0]), 'succeed');
    const late = await engine.run(wait('continueErrorOutput'), items, { saved: asleep.data });
    const again = await engine.run(wait('continueErrorOutput'), [...(late.outputs[1] ?? [])]);
    expect(again.outputs[0]).toMatchObject([{ json: { task_id: idOf(items[0]), task_status: 'succeed' } }]);
  });
});
