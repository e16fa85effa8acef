import { afterEach, describe, expect, test } from '@jest/globals';

import type { SandboxOptions } from '../options.ts';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { clientOf, createBody, goodBase64, textOf, videoBody } from '../testing/client.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(options: SandboxOptions = {}) {
  sandbox = await startSandbox({ hold: true, seed: 1, ...options });
  return clientOf(sandbox);
}

type Client = ReturnType<typeof clientOf>;

/** Creates an element and lets it succeed. @returns its ID */
async function element(kling: Client, body = createBody()): Promise<string> {
  const { body: created } = await kling.create(body);
  return sandbox.advance(textOf(created.data?.task_id), 'succeed').madeId;
}

const omniVideo = '/v1/videos/omni-video';
const good = { model_name: 'kling-v3-omni', prompt: 'A street at night', aspect_ratio: '16:9' };

describe('a video', () => {
  test('is made with its price on the bill, and is found only under the path that made it', async () => {
    const kling = await start();
    const { body } = await kling.post(omniVideo, { ...good, duration: '5', external_task_id: 'take-1' });
    const id = textOf(body.data?.task_id);
    sandbox.advance(id, 'succeed');
    const { body: got } = await kling.get(`${omniVideo}/take-1`);
    expect(got.data).toMatchObject({
      task_id: id,
      task_status: 'succeed',
      task_result: { videos: [{ id: expect.any(String), url: expect.any(String), duration: '5' }] },
      final_unit_deduction: '4',
    });
    expect(sandbox.bill).toEqual([
      { taskId: id, externalId: 'take-1', endpoint: 'omni-video', units: 4, ignored: [] },
    ]);
    expect((await kling.get(`/v1/videos/image2video/${id}`)).body.message).toBe(
      `Task not found by id/external id: ${id}`,
    );
    expect((await kling.get(`${omniVideo}?pageSize=10`)).body.data).toMatchObject([{ task_id: id }]);
    expect((await kling.list()).body.data).toEqual([]);
  });

  test('is a file that is served as an MP4', async () => {
    const kling = await start();
    const id = textOf((await kling.post(omniVideo, good)).body.data?.task_id);
    sandbox.advance(id, 'succeed');
    const url = textOf((await kling.get(`${omniVideo}/${id}`)).body.data?.task_result?.videos?.[0]?.url);
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toBe('video/mp4');
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(4, 8)
        .toString(),
    ).toBe('ftyp');
  });

  test('that fails costs nothing', async () => {
    const kling = await start();
    const id = textOf((await kling.post(omniVideo, good)).body.data?.task_id);
    sandbox.advance(id, 'failed', 'No');
    expect((await kling.get(`${omniVideo}/${id}`)).body.data?.final_unit_deduction).toBe('0');
    expect(sandbox.bill).toEqual([]);
  });
});

describe('live: what is wrong without being refused is on the bill', () => {
  test.each([
    [{ prompt: '@Maja walks' }, ['@Maja', 'element_1 is not cited']],
    [{ prompt: '@Element1 walks' }, ['@Element1', 'element_1 is not cited']],
    [{ prompt: '<<element_1>> walks' }, ['<<element_1>>', 'element_1 is not cited']],
    [{ prompt: '<<<element_1>>> and <<<element_2>>>' }, ['<<<element_2>>>']],
    [{ prompt: '<<<object_1>>>' }, ['<<<object_1>>>', 'element_1 is not cited']],
    [{ prompt: 'A girl walks' }, ['element_1 is not cited']],
    [{ prompt: '<<<element_1>>>', elements: [] }, ['elements']],
    [{ prompt: '<<<element_1>>>' }, []],
  ])('%j', async (fields, ignored) => {
    const kling = await start();
    const element_list = [{ element_id: await element(kling) }];
    const { status, body } = await kling.post(omniVideo, { ...good, element_list, ...fields });
    expect(status).toBe(200);
    sandbox.advance(textOf(body.data?.task_id), 'succeed');
    expect(sandbox.bill).toMatchObject([{ units: 4, ignored }]);
  });

  test('live: shots without multi_shot hang', async () => {
    const kling = await start({ hold: false, taskMs: 10 });
    const processing = sandbox.once('task', ({ status }) => status === 'processing');
    await kling.post(omniVideo, { ...good, multi_prompt: [{ index: 1, prompt: 'A', duration: '5' }] });
    const { id } = await processing;
    // A task of the same age that does not hang comes to its end.
    const done = sandbox.once('task', ({ status }) => status === 'succeed');
    await kling.post(omniVideo, good);
    await done;
    expect(sandbox.task(id)?.status).toBe('processing');
  });

  test('live: media that cannot be fetched fail the task, which then costs nothing', async () => {
    const kling = await start({ hold: false, taskMs: 10 });
    const failed = sandbox.once('task', ({ status }) => status === 'failed');
    const image_list = [{ image_url: `${sandbox.url}/cdn/nothing.png`, type: 'first_frame' }];
    expect((await kling.post(omniVideo, { ...good, image_list })).status).toBe(200);
    expect((await failed).message).toContain('get the contents of the file.');
    expect(sandbox.bill).toEqual([]);
  });
});

describe('refused', () => {
  test('live: the sixth generation under way is HTTP 429 with code 1303', async () => {
    const kling = await start();
    for (let count = 0; count < 5; count += 1) await kling.post(omniVideo, good);
    const { status, body } = await kling.post('/v1/images/omni-image', { prompt: 'A street' });
    expect({ status, code: body.code, message: body.message }).toEqual({
      status: 429,
      code: 1303,
      message: 'parallel task over resource pack limit',
    });
    expect((await kling.create()).status).toBe(200);
  });

  test('live: elements of other accounts, and IDs of another shape', async () => {
    const kling = await start();
    const post = (element_id: unknown) =>
      kling.post(omniVideo, { ...good, prompt: '<<<element_1>>>', element_list: [{ element_id }] });
    expect((await post('856528387816046699')).body.message).toBe('Element id not found: 856528387816046699');
    expect((await post('Maja')).body.message).toBe('Invalid element id: Maja');
    // A number has lost its last digits.
    expect((await post(Number('856528387816046699'))).body.code).toBe(1201);
  });

  test('an element made from a video in an image', async () => {
    const kling = await start();
    const id = await element(kling, videoBody());
    const body = { prompt: '<<<element_1>>>', element_list: [{ element_id: id }] };
    expect((await kling.post('/v1/images/omni-image', body)).body.code).toBe(1201);
  });

  const shot = { index: 1, prompt: 'A', duration: '5' };
  test.each([
    ['no prompt', { prompt: undefined }],
    ['a prompt of 2,501 characters', { prompt: 'x'.repeat(2501) }],
    ['no aspect ratio', { aspect_ratio: undefined }],
    ['live: the mode "standard"', { mode: 'standard' }],
    ['4k of O1', { model_name: 'kling-video-o1', mode: '4k' }],
    ['a duration that is a number', { duration: 5 }],
    ['2 s', { duration: '2' }],
    ['11 s of O1', { model_name: 'kling-video-o1', duration: '11' }],
    ['a prompt beside shots', { multi_shot: true, shot_type: 'customize', multi_prompt: [shot] }],
    ['shots without a type', { prompt: undefined, multi_shot: true, multi_prompt: [shot] }],
    [
      'shots that add up to something else',
      { prompt: undefined, multi_shot: true, shot_type: 'customize', multi_prompt: [shot], duration: '6' },
    ],
    [
      'live: shots of a video to be edited',
      {
        ...{ prompt: undefined, multi_shot: true, shot_type: 'customize', multi_prompt: [shot] },
        video_list: [{ video_url: 'https://example.com/a.mp4', refer_type: 'base' }],
      },
    ],
    [
      'sound with a video',
      { sound: 'on', video_list: [{ video_url: 'https://example.com/a.mp4', refer_type: 'feature' }] },
    ],
    ['an end frame without a first', { image_list: [{ image_url: goodBase64, type: 'end_frame' }] }],
    ['an image with a data: prefix', { image_list: [{ image_url: `data:image/png;base64,${goodBase64}` }] }],
  ])('%s', async (_, fields) => {
    const kling = await start();
    const { status, body } = await kling.post(omniVideo, { ...good, ...fields });
    expect({ status, code: body.code }).toEqual({ status: 400, code: 1201 });
    expect(sandbox.tasks()).toEqual([]);
  });
});

describe('images', () => {
  test('single ones and a series have fields of their own', async () => {
    const kling = await start();
    const path = '/v1/images/omni-image';
    const made = async (fields: object) => {
      const id = textOf((await kling.post(path, { prompt: 'A street', ...fields })).body.data?.task_id);
      sandbox.advance(id, 'succeed');
      return (await kling.get(`${path}/${id}`)).body.data;
    };
    const url = expect.any(String);
    expect(await made({ n: 2 })).toMatchObject({
      task_result: {
        result_type: 'single',
        images: [
          { index: 0, url },
          { index: 1, url },
        ],
      },
      final_unit_deduction: '16',
    });
    expect(await made({ result_type: 'series', series_amount: 2, resolution: '4k' })).toMatchObject({
      task_result: {
        result_type: 'series',
        series_images: [
          { index: 0, url },
          { index: 1, url },
        ],
      },
      final_unit_deduction: '32',
    });
  });

  test('views of one photo come in threes', async () => {
    const kling = await start();
    const path = '/v1/general/ai-multi-shot';
    const id = textOf((await kling.post(path, { element_frontal_image: goodBase64 })).body.data?.task_id);
    sandbox.advance(id, 'succeed');
    const url = expect.any(String);
    const group = { url_1: url, url_2: url, url_3: url };
    expect((await kling.get(`${path}/${id}`)).body.data).toMatchObject({
      task_result: {
        images: [
          { index: 0, ...group },
          { index: 1, ...group },
          { index: 2, ...group },
        ],
      },
      final_unit_deduction: '20',
    });
  });
});

test('the callback of a video in the new shape has it as an output', async () => {
  const kling = await start({ callbackShape: 'new' });
  const callback = sandbox.once('callback', ({ status }) => status === 'succeed');
  const { body } = await kling.post(omniVideo, { ...good, callback_url: 'http://127.0.0.1:9/' });
  sandbox.advance(textOf(body.data?.task_id), 'succeed');
  expect(JSON.parse((await callback).body)).toMatchObject({
    status: 'succeeded',
    outputs: [{ type: 'video', duration: '5' }],
  });
});
