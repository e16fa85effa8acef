import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { Engine, type NodeUnderTest } from './engine.ts';
import { createVoice, waitFor } from './tasks.ts';

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
  sandbox = await startSandbox({ ownElements: 620, taskMs: 0 });
  engine = new Engine({ baseUrl: sandbox.url });
});
afterAll(() => sandbox.close());

async function run(
  resource: string,
  operation: string,
  parameters: object = {},
  more: Partial<NodeUnderTest> = {},
) {
  const node = { node: 'KlingElement', parameters: { resource, operation, ...parameters }, ...more } as const;
  const ended = await engine.run(node, [{ json: {} }]);
  return { ...ended, items: (ended.outputs[0] ?? []).map(({ json }) => json) };
}
const locator = (value: unknown) => ({ __rl: true, mode: 'id', value });

describe('elements', () => {
  test('Get Many of elements stops at the limit', async () => {
    const { items } = await run('element', 'getAll', { limit: 40 });
    expect(items).toHaveLength(40);
    expect(items[0]).toMatchObject({
      element_id: expect.stringMatching(/^\d+$/),
      preset: false,
      deleted: false,
    });
  });

  test('Return All fetches all pages and keeps every digit of the IDs', async () => {
    const { items } = await run('element', 'getAll', { returnAll: true });
    const ids = items.map((item) => item.element_id);
    expect(new Set(ids).size).toBe(620);
    expect(new Set(ids)).toEqual(new Set(sandbox.tasks().map(({ madeId }) => madeId)));
  });

  test('without Simplify, Get Many of elements returns Kling’s records', async () => {
    const { items } = await run('element', 'getAll', { limit: 1, simple: false });
    expect(items).toMatchObject([{ task_result: { elements: [{ element_id: expect.any(String) }] } }]);
  });

  test('Get Many Presets of elements returns Kling’s presets', async () => {
    const { items } = await run('element', 'getAllPresets', { limit: 2 });
    expect(items).toMatchObject([{ preset: true }, { preset: true }]);
  });

  test('Get finds an element on a late page of the list, and a preset', async () => {
    const own = sandbox.tasks()[0]?.madeId;
    expect((await run('element', 'get', { elementId: locator(own) })).items).toMatchObject([
      { element_id: own },
    ]);
    const [preset] = (await run('element', 'getAllPresets', { limit: 1 })).items;
    const found = await run('element', 'get', { elementId: locator(preset?.element_id) });
    expect(found.items).toEqual([preset]);
  });

  test('Get fails for an element that does not exist', async () => {
    const { error } = await run('element', 'get', { elementId: locator('1') });
    expect(error?.message).toContain('No element found for 1');
  });

  test('deleting an element returns its ID', async () => {
    const id = sandbox.tasks().at(-1)?.madeId;
    expect((await run('element', 'delete', { elementId: locator(id) })).items).toEqual([
      { element_id: id, deleted: true },
    ]);
    expect((await run('element', 'getAll', { returnAll: true })).items).toHaveLength(619);
  });

  test('deleting an element that has been deleted already succeeds with a note', async () => {
    const id = sandbox.tasks().at(-1)?.madeId;
    await run('element', 'delete', { elementId: locator(id) });
    const again = await run('element', 'delete', { elementId: locator(id) });
    expect(again.items).toEqual([{ element_id: id, deleted: true, note: 'It had already been deleted' }]);
  });

  test.each([
    ['={{ $json.nothing }}', '"Element" is empty'],
    ['={{ 856528387816046601 }}', 'has lost digits'],
  ])('the element ID %s is rejected', async (value, message) => {
    const { error } = await run('element', 'delete', { elementId: locator(value) }, {});
    expect(error?.message).toContain(message);
  });
});

describe('tasks', () => {
  test('Get of a task returns it with its element', async () => {
    const { id = '' } = sandbox.tasks()[5] ?? {};
    const { items } = await run('task', 'get', { taskId: id });
    expect(items).toMatchObject([{ task_id: id, task_status: 'succeed', element_id: expect.any(String) }]);
  });

  test('Get of a task that does not exist fails once in words, with Kling’s code among the details', async () => {
    const { error } = await run('task', 'get', { taskId: 'nothing' });
    expect(error).toMatchObject({
      httpCode: '1201',
      message:
        'Kling finds nothing with this ID; check the ID and the account. ' +
        'Kling says: Task not found by id/external id: nothing',
      description: expect.stringMatching(/^Request ID: \S+$/),
      messages: [],
    });
  });

  test('Get Many of tasks stops at the limit', async () => {
    expect((await run('task', 'getAll', { limit: 3 })).items).toHaveLength(3);
  });

  test('Get of a task takes an ID, a choice of the list and a whole item, and finds voices, too', async () => {
    const { id = '' } = sandbox.tasks()[5] ?? {};
    const whole = { __rl: true, mode: 'id', value: `={{ { task_id: "${id}" } }}` };
    for (const taskId of [locator(id), { __rl: true, mode: 'list', value: id }, whole]) {
      expect((await run('task', 'get', { taskId })).items).toMatchObject([{ task_id: id }]);
    }
    const created = await createVoice(engine, sandbox, 'Ada');
    await waitFor(engine, [created]);
    expect((await run('task', 'get', { taskId: locator(created.json.task_id) })).items).toMatchObject([
      { voice_name: 'Ada', task_kind: 'voice' },
    ]);
  });

  test('a task that cannot be fetched goes to the error output', async () => {
    const more = { onError: 'continueErrorOutput' } as const;
    const { outputs } = await run('task', 'get', { taskId: 'nothing' }, more);
    expect(outputs[0]).toEqual([]);
    expect(outputs[1]).toMatchObject([{ json: { error: { kind: 'NOT_FOUND', code: 1201 } } }]);
  });
});

describe('voices', () => {
  test('Get Many Presets of voices returns Kling’s presets', async () => {
    const { items } = await run('voice', 'getAllPresets', { limit: 1 });
    expect(items).toMatchObject([{ voice_id: expect.stringMatching(/^\d+$/), preset: true }]);
  });

  test('a voice can be created, waited for, listed and deleted', async () => {
    const created = await run('voice', 'create', { voiceName: 'Maja', voiceUrl: `${sandbox.url}/maja.mp3` });
    expect(created.error).toBeUndefined();
    const [task] = created.items;
    expect(task).toMatchObject({ repeated: false, external_task_id: expect.stringMatching(/^n8n-/) });
    const wait = {
      node: 'KlingWaitForTask',
      parameters: { taskId: '={{ $json.task_id }}' },
    } as const;
    const waited = await engine.run(wait, [{ json: task ?? {} }]);
    const voice = waited.outputs[0]?.[0]?.json;
    expect(voice).toMatchObject({ task_status: 'succeed', voice_name: 'Maja' });
    const named = { filters: { name: 'Maja' } };
    expect((await run('voice', 'getAll', named)).items).toMatchObject([{ voice_id: voice?.voice_id }]);
    await run('voice', 'delete', { voiceId: locator(voice?.voice_id) });
    expect((await run('voice', 'getAll', named)).items).toEqual([]);
  });

  test('Create of a voice checks its parameters before Kling is called', async () => {
    const { error } = await run('voice', 'create', {
      voiceName: '={{ "x".repeat(21) }}',
      voiceUrl: 'maja.mp3',
    });
    expect(error?.message).toMatch(/^"Name": .* \(and 1 more issue\)$/);
    expect(error?.description).toBe(
      '"Recording URL": "maja.mp3" is not a valid URL; enter one that starts with https://.',
    );
  });

  test('an error with a parameter says it once, and has the code as data only', async () => {
    const parameters = { voiceName: 'Maja', voiceUrl: 'maja.mp3' };
    const { error } = await run('voice', 'create', parameters);
    expect(error?.message).toBe(
      '"Recording URL": "maja.mp3" is not a valid URL; enter one that starts with https://.',
    );
    expect(error?.description ?? undefined).toBeUndefined();
    const { items } = await run('voice', 'create', parameters, { onError: 'continueRegularOutput' });
    expect(items).toMatchObject([{ error: { issues: [{ parameter: 'Recording URL', code: 'NOT_A_URL' }] } }]);
  });

  test('a callback URL of this n8n that is not public names n8n’s setting', async () => {
    const publicApi = new Engine({ baseUrl: 'https://api-singapore.klingai.com' });
    const create = async (callbackUrl: string) => {
      const parameters = { resource: 'voice', operation: 'create', voiceName: 'Maja' };
      const options = { callbackUrl };
      const node = { ...parameters, voiceUrl: 'https://example.com/maja.mp3', options };
      return (await publicApi.run({ node: 'KlingElement', parameters: node }, [{ json: {} }])).error?.message;
    };
    expect(await create('http://127.0.0.1:5678/webhook/maja')).toBe(
      '"Callback URL": Kling cannot reach this n8n at http://127.0.0.1:5678. ' +
        "Set N8N_WEBHOOK_URL (WEBHOOK_URL in older versions) to n8n's public URL, in its workers, too.",
    );
    expect(await create('http://127.0.0.1:9000/maja')).toContain('127.0.0.1 is not on the public internet');
  });

  test('an external task ID of a voice that has lost digits is rejected', async () => {
    const parameters = { voiceName: '={{ 7 }}', voiceUrl: `${sandbox.url}/maja.mp3` };
    const options = { externalTaskId: '={{ 9007199254740993 }}' };
    const { error } = await run('voice', 'create', { ...parameters, options });
    expect(error?.message).toBe('"External Task ID" is a number that is too long and has lost digits');
  });
});
