import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { Engine, type NodeUnderTest } from './engine.ts';
import { createTasks, type TaskItem } from './tasks.ts';

let sandbox: Sandbox;
let engine: Engine;
beforeEach(async () => {
  sandbox = await startSandbox({ hold: true });
  engine = new Engine({ baseUrl: sandbox.url });
});
afterEach(() => sandbox.close());

const wait = (
  more: Partial<NodeUnderTest> = {},
  parameters: Record<string, unknown> = {},
): NodeUnderTest => ({
  node: 'KlingWaitForTask',
  parameters: { taskId: '={{ $json.task_id }}', ...parameters },
  ...more,
});

const tasks = (count: number) => createTasks(engine, count);
const idOf = (item: TaskItem | undefined) => item?.json.task_id ?? '';
const looked = () => sandbox.once('answer', ({ operation }) => operation === 'task' || operation === 'tasks');

describe('what succeeds', () => {
  test('is returned with its element, as soon as it is final', async () => {
    const items = await tasks(1);
    const look = looked();
    const { ended } = engine.start(wait(), items);
    await look;
    sandbox.advance(idOf(items[0]), 'succeed');
    const { outputs } = await ended;
    expect(outputs[0]).toEqual([
      {
        json: expect.objectContaining({
          task_id: idOf(items[0]),
          task_status: 'succeed',
          element_id: sandbox.tasks()[0]?.madeId,
          element_name: 'Maja 0',
        }),
        pairedItem: { item: 0 },
      },
    ]);
  });

  test('200 tasks, some of them twice, are read a page at a time', async () => {
    const made = await tasks(200);
    for (const item of made) sandbox.advance(idOf(item), 'succeed');
    const items = [...made, ...made.slice(0, 20)];
    const { outputs } = await engine.run(wait(), items);
    expect(outputs[0]?.map(({ json }) => json.task_id)).toEqual(items.map(idOf));
    expect(sandbox.calls).toMatchObject({ tasks: 1, task: 0 });
  });

  test('may be known by its external id', async () => {
    const items = await tasks(1);
    sandbox.advance(idOf(items[0]), 'succeed');
    const { outputs } = await engine.run(wait({}, { taskId: '={{ $json.external_task_id }}' }), items);
    expect(outputs[0]?.[0]?.json.task_id).toBe(idOf(items[0]));
  });

  test('is asked for again when Kling does not answer', async () => {
    const items = await tasks(1);
    sandbox.advance(idOf(items[0]), 'succeed');
    sandbox.faults.add({ kind: 'html', on: 'task' }, { kind: 'lost-answer', on: 'task' });
    expect((await engine.run(wait(), items)).status).toBe('success');
  });
});

describe('what fails', () => {
  test('stops the workflow with Kling’s reason, without waiting for the others', async () => {
    const items = await tasks(2);
    sandbox.advance(idOf(items[1]), 'failed', 'No face was found');
    const { error } = await engine.run(wait(), items);
    expect(error).toMatchObject({
      message: 'Kling could not make it: No face was found',
      context: { itemIndex: 1 },
      description: expect.stringContaining(idOf(items[1])),
    });
  });

  test.each(['continueRegularOutput', 'continueErrorOutput'] as const)('%s', async (onError) => {
    const items = await tasks(2);
    sandbox.advance(idOf(items[0]), 'failed', 'No face was found');
    sandbox.advance(idOf(items[1]), 'succeed');
    const { outputs } = await engine.run(wait({ onError }), items);
    const failed = (onError === 'continueErrorOutput' ? outputs[1] : outputs[0])?.[0];
    expect(failed).toMatchObject({
      json: {
        error: {
          message: 'Kling could not make it: No face was found',
          task_id: idOf(items[0]),
          task_status: 'failed',
          task_status_msg: 'No face was found',
        },
      },
      pairedItem: { item: 0 },
    });
    expect(outputs[0]?.at(-1)).toMatchObject({ json: { task_status: 'succeed' }, pairedItem: { item: 1 } });
    if (onError === 'continueErrorOutput') expect(failed?.json.task_id).toBe(idOf(items[0]));
  });

  test('a task that Kling does not know, and an id that is none', async () => {
    const items = [{ json: { task_id: 'nothing' } }, { json: { task_id: '' } }];
    const { outputs } = await engine.run(wait({ onError: 'continueRegularOutput' }), items);
    expect(outputs[0]?.map(({ json }) => json.error)).toMatchObject([
      { message: expect.stringContaining('knows nothing under this id') },
      { message: 'Give the task ID.' },
    ]);
  });

  test('a key that Kling does not know is tried once, not again', async () => {
    const items = await tasks(3);
    const credential = { authentication: 'accessKey', accessKey: 'nobody', secretKey: 'x' };
    const { error } = await new Engine({ baseUrl: sandbox.url, credential }).run(wait(), items);
    expect(error).toMatchObject({ httpCode: '1002' });
    expect(sandbox.calls.task).toBe(1);
  });

  test('an id that has lost digits is refused', async () => {
    const { error } = await engine.run(wait(), [{ json: { task_id: 2 ** 60 } }]);
    expect(error?.message).toContain('has lost digits');
  });
});

describe('the end of the time', () => {
  test('stops the workflow, and names the tasks with their last statuses', async () => {
    const items = await tasks(2);
    sandbox.advance(idOf(items[1]), 'processing');
    const { error } = await engine.run(wait({}, { maxWait: 0 }), items);
    expect(error).toMatchObject({
      message: 'Not final within 0 s',
      description: `Task ${idOf(items[0])} is still submitted.\nTask ${idOf(items[1])} is still processing.`,
    });
  });

  test('on the error output, is an item that says so', async () => {
    const items = await tasks(1);
    const { outputs } = await engine.run(wait({ onError: 'continueErrorOutput' }, { maxWait: 0 }), items);
    expect(outputs[1]).toMatchObject([
      {
        json: {
          task_id: idOf(items[0]),
          error: { task_id: idOf(items[0]), task_status: 'timed_out', last_status: 'submitted' },
        },
      },
    ]);
  });
});

test('Stop ends the wait at once, whatever On Error says', async () => {
  const items = await tasks(1);
  const look = looked();
  const { ended, stop } = engine.start(wait({ onError: 'continueRegularOutput' }), items);
  await look;
  stop();
  const { status } = await ended;
  expect(status).toBe('canceled');
  expect(sandbox.calls.task).toBe(1);
});
