import { afterEach, describe, expect, test } from '@jest/globals';

import { type Sandbox, startSandbox } from '../index.ts';
import { clientOf, createBody } from '../testing/client.ts';
import { startReceiver } from '../testing/receiver.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start() {
  sandbox = await startSandbox({ hold: true });
  return clientOf(sandbox);
}

describe('the sandbox over HTTP', () => {
  test("GET /sandbox reports the sandbox's state", async () => {
    const kling = await start();
    await kling.create();
    const { status, body } = await kling.get('/sandbox');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      url: sandbox.url,
      tasks: { submitted: 1, succeed: 0 },
      calls: { create: 1 },
      faults: [],
    });
    expect(body.media).toContainEqual({
      url: `${sandbox.url}/sandbox/media/square.png`,
      about: '512 x 512 pixels, good',
      good: true,
    });
  });

  test('faults are added, listed and cleared over HTTP', async () => {
    const kling = await start();
    await kling.post('/sandbox/faults', { kind: 'html', on: 'tasks' });
    const { body } = await kling.post('/sandbox/faults', [{ kind: 'error', code: 5001, on: 'presets' }]);
    expect(body.faults).toMatchObject([{ kind: 'html' }, { kind: 'error', code: 5001 }]);
    expect((await kling.list()).status).toBe(502);
    await kling.call('DELETE', '/sandbox/faults');
    expect((await kling.get('/v1/general/advanced-presets-elements')).status).toBe(200);
  });

  test('an invalid fault gets an error that says why', async () => {
    const kling = await start();
    const { status, body } = await kling.post('/sandbox/faults', { kind: 'error', code: 1, on: 'nothing' });
    expect(status).toBe(400);
    expect(body.error).toContain('must be one of 1000');
    expect((await kling.post('/sandbox/faults', '{')).status).toBe(400);
  });

  test('a task is advanced over HTTP', async () => {
    const kling = await start();
    await kling.create(createBody({ external_task_id: 'by hand' }));
    const path = '/sandbox/tasks/by%20hand';
    expect((await kling.post(path, { status: 'failed', message: 'Why' })).body).toMatchObject({
      status: 'failed',
      message: 'Why',
    });
    const { status, body } = await kling.post(path, { status: 'succeed' });
    expect({ status, error: body.error }).toEqual({
      status: 400,
      error: 'The task is failed; it cannot become succeed.',
    });
    expect((await kling.get(path)).body).toMatchObject({ externalId: 'by hand', status: 'failed' });
    expect((await kling.get('/sandbox/tasks/%E0%A4%A')).status).toBe(400);
  });

  test('tasks are held and released over HTTP', async () => {
    const kling = await start();
    expect((await kling.call('DELETE', '/sandbox/hold')).body).toEqual({ holding: false });
    expect((await kling.call('POST', '/sandbox/hold')).body).toEqual({ holding: true });
  });

  test('callbacks are sent over HTTP', async () => {
    const kling = await start();
    const receiver = await startReceiver();
    const { body } = await kling.post('/sandbox/callbacks', { url: receiver.url });
    expect(body).toMatchObject({ outcome: 'sent', httpStatus: 200 });
    expect((await kling.post('/sandbox/callbacks', {})).status).toBe(400);
    await receiver.close();
  });

  test('other control paths are not found', async () => {
    const kling = await start();
    for (const path of ['/sandbox/', '/sandbox/other', '/sandbox/media/__proto__']) {
      expect((await kling.get(path)).status).toBe(404);
    }
  });
});
