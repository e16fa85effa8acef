import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { Engine, type NodeUnderTest } from './engine.ts';
import { createTasks, createVoice, type TaskItem } from './tasks.ts';

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
const polled = () => sandbox.once('answer', ({ operation }) => operation === 'task' || operation === 'tasks');

describe('success', () => {
  test('a task that succeeds is returned with its element as soon as it is final', async () => {
    const items = await tasks(1);
    const polling = polled();
    const { ended } = engine.start(wait(), items);
    await polling;
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

  test('200 tasks, some of them twice, are fetched with one list request', async () => {
    const created = await tasks(200);
    for (const item of created) sandbox.advance(idOf(item), 'succeed');
    const items = [...created, ...created.slice(0, 20)];
    const { outputs } = await engine.run(wait(), items);
    expect(outputs[0]?.map(({ json }) => json.task_id)).toEqual(items.map(idOf));
    expect(sandbox.calls).toMatchObject({ tasks: 1, task: 0 });
  });

  test('a task is found by its external task ID', async () => {
    const items = await tasks(1);
    sandbox.advance(idOf(items[0]), 'succeed');
    const { outputs } = await engine.run(wait({}, { taskId: '={{ $json.external_task_id }}' }), items);
    expect(outputs[0]?.[0]?.json.task_id).toBe(idOf(items[0]));
  });

  test.each([
    ['an item of its own', (item: TaskItem) => item, '={{ $json.task_id }}'],
    ['an ID only', ({ json: { task_id } }: TaskItem) => ({ json: { id: task_id } }), '={{ $json.id }}'],
    ['a whole object', (item: TaskItem) => ({ json: { made: item.json } }), '={{ $json.made }}'],
  ])('a voice’s task is found without being told its kind, given as %s', async (_what, form, taskId) => {
    const voice = await createVoice(engine, sandbox);
    sandbox.advance(idOf(voice), 'succeed');
    const { outputs } = await engine.run(wait({}, { taskId }), [form(voice)]);
    expect(outputs[0]).toMatchObject([
      { json: { task_id: idOf(voice), task_kind: 'voice', voice_id: expect.any(String) } },
    ]);
  });

  test('voices and elements together are fetched in as few requests as the kinds need', async () => {
    const elements = await tasks(6);
    const voices = [];
    for (let index = 0; index < 6; index += 1) voices.push(await createVoice(engine, sandbox, `V ${index}`));
    const items = [...elements, ...voices];
    for (const item of items) sandbox.advance(idOf(item), 'succeed');
    const known = await engine.run(wait(), items);
    expect(known.outputs[0]?.map(({ json }) => json.task_kind)).toEqual([
      ...elements.map(() => 'element'),
      ...voices.map(() => 'voice'),
    ]);
    expect(sandbox.calls).toMatchObject({ tasks: 1, voices: 1, task: 0, voice: 0 });
    const unknown = await engine.run(
      wait(),
      items.map((item) => ({ json: { task_id: idOf(item) } })),
    );
    expect(unknown.outputs).toEqual(known.outputs);
    expect(sandbox.calls).toMatchObject({ tasks: 2, voices: 2, task: 0, voice: 0 });
  });

  test.each([
    ['element', 'getAll', {}],
    ['task', 'getAll', {}],
    ['task', 'getAll', { simple: false }],
    ['voice', 'getAll', {}],
    ['voice', 'getAll', { simple: false }],
  ])(
    'an item of Kling Element (%s, %s, %j) says which task to wait for',
    async (resource, operation, more) => {
      const [item] = resource === 'voice' ? [await createVoice(engine, sandbox)] : await tasks(1);
      sandbox.advance(idOf(item), 'succeed');
      const parameters = { resource, operation, limit: 1, ...more };
      const listed = await engine.run({ node: 'KlingElement', parameters }, [{ json: {} }]);
      const before = { ...sandbox.calls };
      const { outputs } = await engine.run(wait({}, { taskId: '={{ $json }}' }), [
        ...(listed.outputs[0] ?? []),
      ]);
      expect(outputs[0]).toMatchObject([{ json: { task_id: idOf(item), task_status: 'succeed' } }]);
      const kind = resource === 'voice' ? 'voice' : 'task';
      expect(sandbox.calls).toEqual({ ...before, [kind]: before[kind] + 1 });
    },
  );

  test('a task is fetched again when Kling does not respond', async () => {
    const items = await tasks(1);
    sandbox.advance(idOf(items[0]), 'succeed');
    sandbox.faults.add({ kind: 'html', on: 'task' }, { kind: 'lost-answer', on: 'task' });
    expect((await engine.run(wait(), items)).status).toBe('success');
  });
});

describe('failure', () => {
  test('a failed task stops the workflow with Kling’s reason, without waiting for the others', async () => {
    const items = await tasks(2);
    sandbox.advance(idOf(items[1]), 'failed', 'No face was found');
    const { error } = await engine.run(wait(), items);
    expect(error).toMatchObject({
      message: 'The Kling task failed: No face was found',
      context: { itemIndex: 1 },
      description: expect.stringContaining(idOf(items[1])),
    });
  });

  test.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
    'with %s, a failed task becomes an item with its error',
    async (onError) => {
      const items = await tasks(2);
      sandbox.advance(idOf(items[0]), 'failed', 'No face was found');
      sandbox.advance(idOf(items[1]), 'succeed');
      const { outputs } = await engine.run(wait({ onError }), items);
      const failed = (onError === 'continueErrorOutput' ? outputs[1] : outputs[0])?.[0];
      expect(failed).toMatchObject({
        json: {
          error: {
            message: 'The Kling task failed: No face was found',
            task_id: idOf(items[0]),
            task_status: 'failed',
            task_status_msg: 'No face was found',
          },
        },
        pairedItem: { item: 0 },
      });
      expect(outputs[0]?.at(-1)).toMatchObject({ json: { task_status: 'succeed' }, pairedItem: { item: 1 } });
      if (onError === 'continueErrorOutput') expect(failed?.json.task_id).toBe(idOf(items[0]));
    },
  );

  test('a task that Kling does not know and an empty task ID become items with errors', async () => {
    const items = [{ json: { task_id: 'nothing' } }, { json: { task_id: '' } }];
    const { outputs } = await engine.run(wait({ onError: 'continueRegularOutput' }), items);
    expect(outputs[0]?.map(({ json }) => json.error)).toMatchObject([
      { message: expect.stringContaining('finds nothing with this ID') },
      { message: '"Task ID" is empty' },
    ]);
  });

  test('a wrong key is tried once', async () => {
    const items = await tasks(3);
    const credential = { authentication: 'accessKey', accessKey: 'nobody', secretKey: 'x' };
    const { error } = await new Engine({ baseUrl: sandbox.url, credential }).run(wait(), items);
    expect(error).toMatchObject({ httpCode: '1002' });
    expect(sandbox.calls.task).toBe(1);
  });

  test.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
    'an item that failed before passes with its own reason and is not fetched, with On Error: %s',
    async (onError) => {
      const [item] = await tasks(1);
      sandbox.advance(idOf(item), 'succeed');
      const failed = { json: { name: 'Fox', error: { message: 'The image is too small' } } };
      const { status, outputs } = await engine.run(wait({ onError }), [failed, { json: { ...item?.json } }]);
      expect(status).toBe('success');
      const [first = [], second = []] = outputs;
      expect([...second, ...first]).toMatchObject([
        { ...failed, pairedItem: { item: 0 } },
        { json: { task_status: 'succeed' }, pairedItem: { item: 1 } },
      ]);
      expect(second).toHaveLength(onError === 'continueErrorOutput' ? 1 : 0);
      expect(sandbox.calls).toMatchObject({ task: 1, voice: 0 });
    },
  );

  test('an item whose wait timed out is waited for again, from either output', async () => {
    const items = await tasks(2);
    const regular = await engine.run(wait({ onError: 'continueRegularOutput' }, { maxWait: 0 }), items);
    const routed = await engine.run(wait({ onError: 'continueErrorOutput' }, { maxWait: 0 }), items);
    for (const item of items) sandbox.advance(idOf(item), 'succeed');
    for (const timedOut of [regular.outputs[0], routed.outputs[1]]) {
      const { outputs } = await engine.run(wait(), [...(timedOut ?? [])]);
      expect(outputs[0]?.map(({ json }) => json.task_id)).toEqual(items.map(idOf));
    }
  });

  test('a task ID that has lost digits is rejected', async () => {
    const { error } = await engine.run(wait(), [{ json: { task_id: 2 ** 60 } }]);
    expect(error?.message).toContain('has lost digits');
  });
});

describe('the time-out', () => {
  test('a time-out stops the workflow and lists the open tasks with their last statuses', async () => {
    const items = await tasks(2);
    sandbox.advance(idOf(items[1]), 'processing');
    const { error } = await engine.run(wait({}, { maxWait: 0 }), items);
    expect(error).toMatchObject({
      message: 'The task is not finished after 0 seconds',
      description: `Task ${idOf(items[0])} is still submitted.\nTask ${idOf(items[1])} is still processing.`,
    });
  });

  test('a time-out becomes an item with its error on the error output', async () => {
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

test('cancelling the execution ends the wait at once, whatever On Error says', async () => {
  const items = await tasks(1);
  const polling = polled();
  const { ended, stop } = engine.start(wait({ onError: 'continueRegularOutput' }), items);
  await polling;
  stop();
  const { status } = await ended;
  expect(status).toBe('canceled');
  expect(sandbox.calls.task).toBe(1);
});
