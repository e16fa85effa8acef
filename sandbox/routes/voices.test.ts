import { afterEach, expect, test } from '@jest/globals';

import { type Sandbox, startSandbox } from '../index.ts';
import { clientOf, createBody, textOf } from '../testing/client.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start() {
  sandbox = await startSandbox({ hold: true, seed: 2 });
  return clientOf(sandbox);
}

const path = '/v1/general/custom-voices';
const voiceBody = (fields = {}) => ({
  voice_name: 'Mine',
  voice_url: 'https://example.com/v.mp3',
  ...fields,
});

test('preset voices are listed', async () => {
  const kling = await start();
  const { body } = await kling.get('/v1/general/presets-voices?pageNum=1&pageSize=1000');
  const tasks = body.data as unknown as { task_result: { voices: Record<string, unknown>[] } }[];
  expect(tasks).toHaveLength(8);
  expect(tasks[0]?.task_result.voices).toEqual([
    {
      voice_id: expect.any(String),
      voice_name: 'Hazel',
      trial_url: expect.stringMatching(/\.wav\?/),
      owned_by: 'kling',
      status: 'succeed',
    },
  ]);
});

test('a voice is created, read, listed, used and deleted', async () => {
  const kling = await start();
  const { status, body } = await kling.post(path, voiceBody({ external_task_id: 'voice-1' }));
  expect(status).toBe(200);
  const id = textOf(body.data?.task_id);
  expect((await kling.get(`${path}/voice-1`)).body.data).toMatchObject({
    task_id: id,
    task_status: 'submitted',
  });

  sandbox.advance(id, 'succeed');
  const { body: list } = await kling.get(`${path}?pageSize=1000`);
  expect(list.data).toMatchObject([
    { task_id: id, task_result: { voices: [{ voice_name: 'Mine', status: 'succeed' }] } },
  ]);
  const voiceId = list.data?.[0]?.task_result?.voices?.[0]?.voice_id;
  expect((await kling.create(createBody({ element_voice_id: voiceId }))).status).toBe(200);

  const { body: deleted } = await kling.post('/v1/general/delete-voices', { voice_id: voiceId });
  expect(deleted.data).toMatchObject({ task_id: id, task_result: { voices: [{ status: 'deleted' }] } });
  const again = await kling.post('/v1/general/delete-voices', { voice_id: voiceId });
  expect({ status: again.status, code: again.body.code }).toEqual({ status: 400, code: 1201 });
  expect((await kling.create(createBody({ element_voice_id: voiceId }))).body.message).toMatch(
    /^element_voice_id is invalid/,
  );
});

test('a create with an unknown or unfinished voice is refused', async () => {
  const kling = await start();
  await kling.post(path, voiceBody());
  const unfinished = sandbox.tasks()[0]?.madeId;
  for (const voiceId of ['no-voice', unfinished]) {
    const { status, body } = await kling.create(createBody({ element_voice_id: voiceId }));
    expect({ status, message: body.message }).toEqual({
      status: 400,
      message: `element_voice_id is invalid: ${voiceId}`,
    });
  }
});

test.each([
  [voiceBody({ voice_name: '' }), 'voice_name must not be empty'],
  [voiceBody({ voice_name: 'a'.repeat(21) }), 'voice_name must have at most 20 characters'],
  [voiceBody({ voice_url: undefined }), 'voice_url or video_id is required'],
  [voiceBody({ video_id: '1' }), 'video_id must not be given together with voice_url'],
  [voiceBody({ voice_url: 'nowhere' }), 'voice_url must be an http or https URL'],
  [voiceBody({ callback_url: null }), 'callback_url must be a string'],
])('a bad voice is refused: %j', async (body, message) => {
  const kling = await start();
  const answer = await kling.post(path, body);
  expect({ status: answer.status, code: answer.body.code, message: answer.body.message }).toEqual({
    status: 400,
    code: 1201,
    message,
  });
});

test('a voice can be created from a video, and pages of voices hold up to 1000', async () => {
  const kling = await start();
  expect((await kling.post(path, { voice_name: 'Mine', video_id: '5' })).status).toBe(200);
  expect((await kling.get(`${path}?pageSize=1001`)).body.code).toBe(1201);
});
