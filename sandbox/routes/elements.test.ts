import { afterEach, describe, expect, test } from '@jest/globals';

import { type SandboxOptions, type Sandbox, startSandbox } from '../index.ts';
import { clientOf, createBody, videoBody, textOf } from '../testing/client.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(options: SandboxOptions = {}) {
  sandbox = await startSandbox({ hold: true, seed: 1, ...options });
  return clientOf(sandbox);
}

/** Creates an element and lets it succeed. */
async function finished(kling: ReturnType<typeof clientOf>, body = createBody()) {
  const { body: created } = await kling.create(body);
  const id = textOf(created.data?.task_id);
  sandbox.advance(id, 'succeed');
  const { body: got } = await kling.task(id);
  return { id, element: got.data?.task_result?.elements?.[0] };
}

describe('the envelope (section 2)', () => {
  test('a success has code, message, request id and data', async () => {
    const kling = await start();
    const { status, headers, body } = await kling.create(createBody({ external_task_id: 'mine' }));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(body).toEqual({
      code: 0,
      message: 'SUCCEED',
      request_id: expect.any(String),
      data: {
        task_id: expect.stringMatching(/^\d{18}$/),
        task_info: { external_task_id: 'mine' },
        task_status: 'submitted',
        created_at: expect.any(Number),
        updated_at: expect.any(Number),
      },
    });
  });

  test('live: a failure has no data', async () => {
    const kling = await start();
    const { status, body } = await kling.create(createBody({ element_name: '' }));
    expect(status).toBe(400);
    expect(body).toEqual({
      code: 1201,
      message: 'element_name must not be empty',
      request_id: expect.any(String),
    });
  });

  test('a refused create makes no task', async () => {
    const kling = await start();
    await kling.create(createBody({ tag_list: [{ tag_id: 'o_999' }] }));
    expect(sandbox.tasks()).toEqual([]);
  });

  test('live: create accepts a trailing slash', async () => {
    const kling = await start();
    const { status } = await kling.post('/v1/general/advanced-custom-elements/', createBody());
    expect(status).toBe(200);
    expect(sandbox.tasks()).toHaveLength(1);
  });

  test.each([
    ['PUT', '/v1/general/advanced-custom-elements', 1202],
    ['DELETE', '/v1/general/advanced-custom-elements/1', 1202],
    ['GET', '/v1/general/delete-advanced-elements', 1202],
    ['GET', '/v1/general/nothing-here', 1203],
    ['GET', '/v2/elements', 1203],
    ['GET', '/', 1203],
  ])('%s %s is HTTP 404 with code %i', async (method, path, code) => {
    const kling = await start();
    const { status, body } = await kling.call(method, path);
    expect({ status, code: body.code }).toEqual({ status: 404, code });
  });
});

describe('a task (section 4)', () => {
  test('live 13: a new task is readable at once, by task ID and by external ID', async () => {
    const kling = await start();
    const { body } = await kling.create(createBody({ external_task_id: 'a/b ?ü' }));
    for (const key of [textOf(body.data?.task_id), 'a/b ?ü']) {
      const got = await kling.task(key);
      expect(got.body.data).toMatchObject({
        task_id: body.data?.task_id,
        task_status: 'submitted',
        task_result: {},
      });
    }
  });

  test('a task progresses from submitted to processing to succeed', async () => {
    const kling = await start({ hold: false, taskMs: 30 });
    const statuses: string[] = [];
    sandbox.on('task', ({ status }) => statuses.push(status));
    const done = sandbox.once('task', ({ status }) => status === 'succeed');
    const { body } = await kling.create();
    await done;
    expect(statuses).toEqual(['submitted', 'processing', 'succeed']);
    expect((await kling.task(textOf(body.data?.task_id))).body.data?.task_status).toBe('succeed');
  });

  test('live 1: element IDs are bare numbers, some above 2^53 and not exact as a double', async () => {
    const kling = await start();
    const ids: string[] = [];
    for (let count = 0; count < 8; count += 1) {
      const { id } = await finished(kling);
      const { text } = await kling.task(id);
      ids.push(/"element_id":(\d+),/.exec(text)?.[1] ?? '');
    }
    expect(new Set(ids).size).toBe(8);
    const lost = ids.filter((id) => BigInt(Number(id)) !== BigInt(id));
    expect(lost).toHaveLength(6);
    expect(ids.filter((id) => Number.isSafeInteger(Number(id)))).toHaveLength(2);
  });

  test('live 2: the record says element_type; reference_type is absent or null', async () => {
    const kling = await start();
    const first = (await finished(kling)).element;
    const second = (await finished(kling, videoBody())).element;
    expect(first).toMatchObject({ element_type: 'image_refer', element_video_list: {} });
    expect(first).not.toHaveProperty('reference_type');
    expect(second).toMatchObject({
      element_type: 'video_refer',
      reference_type: null,
      element_image_list: {},
    });
  });

  test('live 3: tags go in as tag_id and come back as id, name and description, which may be "None"', async () => {
    const kling = await start();
    const { element } = await finished(
      kling,
      createBody({ tag_list: [{ tag_id: 'o_102' }, { tag_id: 'o_106' }] }),
    );
    expect(element?.tag_list).toEqual([
      { id: 'o_102', name: 'Character', description: 'None' },
      { id: 'o_106', name: 'Scene', description: 'Scene elements' },
    ]);
  });

  test('live 4: element_voice_info is absent, {} or an object', async () => {
    const kling = await start();
    const { body: voices } = await kling.get('/v1/general/presets-voices');
    const voice = voices.data?.[0]?.task_result?.voices?.[0];
    const empty = (await finished(kling)).element;
    const absent = (await finished(kling)).element;
    const filled = (await finished(kling, createBody({ element_voice_id: voice?.voice_id }))).element;
    expect(empty?.element_voice_info).toEqual({});
    expect(absent).not.toHaveProperty('element_voice_info');
    expect(filled?.element_voice_info).toMatchObject({ voice_id: voice?.voice_id, owned_by: 'kling' });
  });

  test('live 6: a failed task is a successful call, with the reason inside', async () => {
    const kling = await start();
    const { body } = await kling.create();
    const id = textOf(body.data?.task_id);
    sandbox.advance(id, 'failed', 'No face was found');
    const { status, body: got } = await kling.task(id);
    expect(status).toBe(200);
    expect(got).toMatchObject({
      code: 0,
      message: 'SUCCEED',
      data: { task_status: 'failed', task_status_msg: 'No face was found', task_result: {} },
    });
  });

  test('live 7: task_status_msg and task_info may be absent; times are Unix milliseconds, IDs strings', async () => {
    const kling = await start({ now: () => 1722769557708 });
    const first = textOf((await kling.create()).body.data?.task_id);
    const second = textOf((await kling.create()).body.data?.task_id);
    const absent = (await kling.task(first)).body.data;
    expect(absent).not.toHaveProperty('task_status_msg');
    expect(absent).not.toHaveProperty('task_info');
    expect(absent).toMatchObject({ task_id: first, created_at: 1722769557708, updated_at: 1722769557708 });
    expect((await kling.task(second)).body.data).toMatchObject({ task_status_msg: '', task_info: {} });
  });

  test('live 12: an element costs 0 units', async () => {
    const kling = await start();
    const { id } = await finished(kling);
    expect((await kling.task(id)).body.data).toMatchObject({
      final_unit_deduction: '0',
      final_balance_deduction: { quota: '0', list_price: '0' },
    });
  });

  test('live 8: an unknown ID is HTTP 400 with code 1201, not 404', async () => {
    const kling = await start();
    const { status, body } = await kling.task('nothing');
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 1201, message: 'Task not found by id/external id: nothing' });
    expect(body).not.toHaveProperty('data');
  });

  test('live 9: a taken external ID is refused, also for simultaneous creates', async () => {
    const kling = await start();
    const body = createBody({ external_task_id: 'twice' });
    const answers = await Promise.all([kling.create(body), kling.create(body), kling.create(body)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    const error = answers.find(({ status }) => status === 400);
    expect(error?.body).toMatchObject({ code: 1201, message: 'External_task_id twice already exists' });
    expect(error?.body).not.toHaveProperty('data');
    expect(sandbox.tasks()).toHaveLength(1);
  });

  test('live 9: external IDs are unique across products, voices included', async () => {
    const kling = await start();
    await kling.post('/v1/general/custom-voices', {
      voice_name: 'Mine',
      voice_url: 'https://example.com/v.mp3',
      external_task_id: 'shared',
    });
    expect((await kling.create(createBody({ external_task_id: 'shared' }))).body.message).toBe(
      'External_task_id shared already exists',
    );
    expect((await kling.task('shared')).body.message).toBe('Task not found by id/external id: shared');
  });

  test('live 11: element names need not be unique', async () => {
    const kling = await start();
    const answers = [await kling.create(), await kling.create()];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  test('final states do not change', async () => {
    const kling = await start();
    const { id } = await finished(kling);
    expect(() => sandbox.advance(id, 'failed')).toThrow('cannot become failed');
    expect(sandbox.task(id)?.status).toBe('succeed');
  });
});

describe('delete', () => {
  test('live: a delete responds without data, and the task stays readable with status deleted', async () => {
    const kling = await start();
    const { id, element } = await finished(kling);
    const { status, body } = await kling.remove(element?.element_id);
    expect(status).toBe(200);
    expect(body).toEqual({ code: 0, message: 'SUCCEED', request_id: expect.any(String) });
    expect((await kling.task(id)).body.data).toMatchObject({
      task_status: 'succeed',
      task_result: { elements: [{ status: 'deleted' }] },
    });
  });

  test('live 10: a second delete is refused', async () => {
    const kling = await start();
    const { element } = await finished(kling);
    await kling.remove(element?.element_id);
    const { status, body } = await kling.remove(element?.element_id);
    expect(status).toBe(400);
    expect(body).toMatchObject({
      code: 1201,
      message: `Element already be deleted for id: ${textOf(element?.element_id)}`,
    });
  });

  test('live: the older delete path works on the same store', async () => {
    const kling = await start();
    const { element } = await finished(kling);
    const path = '/v1/general/delete-elements';
    expect((await kling.post(path, { element_id: element?.element_id })).status).toBe(200);
    expect((await kling.remove(element?.element_id)).body.message).toMatch(/^Element already be deleted/);
  });

  test('a delete refuses unknown elements, unfinished ones, presets and IDs that are not strings', async () => {
    const kling = await start();
    const unfinished = textOf((await kling.create()).body.data?.task_id);
    const { body: presets } = await kling.get('/v1/general/advanced-presets-elements?pageSize=1');
    const preset = presets.data?.[0]?.task_result?.elements?.[0]?.element_id;
    const hidden = sandbox.task(unfinished)?.madeId;
    for (const id of ['1', hidden, textOf(preset), 5, '', null, undefined]) {
      const { status, body } = await kling.remove(id);
      expect({ id, status, code: body.code }).toEqual({ id, status: 400, code: 1201 });
    }
  });
});

describe('lists', () => {
  test('own elements are listed newest first, failed and deleted ones included; a short page is the last', async () => {
    const kling = await start();
    const first = await finished(kling);
    await kling.remove(first.element?.element_id);
    const second = textOf((await kling.create()).body.data?.task_id);
    sandbox.advance(second, 'failed');
    const third = textOf((await kling.create()).body.data?.task_id);
    const { body } = await kling.list('?pageNum=1&pageSize=500');
    expect(body.data).toMatchObject([
      { task_id: third, task_status: 'submitted' },
      { task_id: second, task_status: 'failed' },
      { task_id: first.id, task_result: { elements: [{ status: 'deleted' }] } },
    ]);
    expect(Object.keys(body).sort()).toEqual(['code', 'data', 'message', 'request_id']);
  });

  test('137 elements are paged without gaps or repeats; the default page size is 30', async () => {
    const kling = await start({ ownElements: 137 });
    expect((await kling.list()).body.data).toHaveLength(30);
    const names: string[] = [];
    const lengths: number[] = [];
    for (let pageNum = 1; pageNum <= 4; pageNum += 1) {
      const { body } = await kling.list(`?pageNum=${pageNum}&pageSize=50`);
      const tasks = body.data as unknown as { task_result: { elements: { element_name: string }[] } }[];
      lengths.push(tasks.length);
      names.push(...tasks.map((task) => task.task_result.elements[0]?.element_name ?? ''));
    }
    expect(lengths).toEqual([50, 50, 37, 0]);
    expect(names).toEqual(Array.from({ length: 137 }, (_, index) => `Element ${137 - index}`));
  });

  test.each([
    'pageNum=0',
    'pageNum=1001',
    'pageNum=x',
    'pageNum=',
    'pageNum=1.5',
    'pageSize=0',
    'pageSize=501',
    'pageSize=-1',
  ])('%s is refused', async (query) => {
    const kling = await start();
    const { status, body } = await kling.list(`?${query}`);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 1201 });
  });

  test('the 54 preset elements are owned by Kling', async () => {
    const kling = await start();
    const { body } = await kling.get('/v1/general/advanced-presets-elements?pageNum=1&pageSize=500');
    const tasks = body.data as unknown as { task_result: { elements: Record<string, unknown>[] } }[];
    expect(tasks).toHaveLength(54);
    const elements = tasks.flatMap((task) => task.task_result.elements);
    expect(new Set(elements.map((element) => element.owned_by))).toEqual(new Set(['kling']));
    expect(new Set(elements.map((element) => element.element_name)).size).toBe(54);
    expect(new Set(elements.map((element) => String(element.element_id))).size).toBe(54);
  });
});

describe('concurrency (section 8)', () => {
  test('over the limit a create is 429 with code 1303, until a task is final', async () => {
    const kling = await start({ concurrency: 2 });
    const first = textOf((await kling.create()).body.data?.task_id);
    await kling.create();
    const { status, body } = await kling.create();
    expect({ status, code: body.code }).toEqual({ status: 429, code: 1303 });
    sandbox.advance(first, 'failed');
    expect((await kling.create()).status).toBe(200);
  });
});
