import { connect } from 'node:net';

import { afterEach, describe, expect, test } from '@jest/globals';

import { type Sandbox, type SandboxOptions, startSandbox } from '../index.ts';
import { pngImage } from '../media/png.ts';
import { clientOf, createBody, textOf } from '../testing/client.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

async function start(options: SandboxOptions = {}) {
  sandbox = await startSandbox({ hold: true, ...options });
  return clientOf(sandbox);
}
const path = '/v1/general/advanced-custom-elements';

test('a create of 40 MB is accepted, and its images come back whole', async () => {
  const kling = await start();
  const size = 3150;
  const large = Buffer.from(pngImage({ width: size, height: size, hue: 0, uncompressed: true })).toString(
    'base64',
  );
  const body = JSON.stringify(
    createBody({
      element_image_list: { frontal_image: large, refer_images: [1, 2, 3].map(() => ({ image_url: large })) },
    }),
  );
  expect(body.length).toBeGreaterThan(50_000_000);
  const { status, body: created } = await kling.post(path, body);
  expect(status).toBe(200);
  const id = textOf(created.data?.task_id);
  sandbox.advance(id, 'succeed');
  const record = (await kling.task(id)).body.data?.task_result?.elements?.[0];
  const image = await fetch(textOf(record?.element_image_list?.frontal_image));
  expect(Buffer.from(await image.arrayBuffer()).toString('base64') === large).toBe(true);
});

test("a body over the limit gets the CDN's 413, and the connection stays open", async () => {
  const kling = await start({ maxBodyBytes: 1000 });
  const { status, headers } = await kling.post(path, 'x'.repeat(5_000_000));
  expect(status).toBe(413);
  expect(headers.get('content-type')).toBe('text/html');
  expect((await kling.list()).status).toBe(200);
});

describe('hostile bodies', () => {
  test.each([
    ['nothing', ''],
    ['no JSON', '{"element_name":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '856528387816046601'],
    ['100,000 brackets', '['.repeat(100_000)],
  ])('a body with %s is HTTP 400 with code 1200', async (_, body) => {
    const kling = await start();
    const answer = await kling.post(path, body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 400, code: 1200 });
  });

  test.each([
    ['100,000 nested lists', `{"element_name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['a prototype', '{"__proto__":{"element_name":"x"},"constructor":{}}'],
    ['a bare number for an id', '{"element_name":856528387816046601}'],
  ])('%s is HTTP 400 with code 1201', async (_, body) => {
    const kling = await start();
    const answer = await kling.post(path, body);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 400, code: 1201 });
  });

  test('a body that is not UTF-8 is refused', async () => {
    await start();
    const response = await fetch(`${sandbox.url}${path}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sandbox-key', 'content-type': 'application/json' },
      body: Buffer.from([0x22, 0xff, 0xfe, 0x22]),
    });
    expect(response.status).toBe(400);
  });

  test('a form body is refused', async () => {
    const kling = await start();
    const { body } = await kling.call('POST', path, JSON.stringify(createBody()), {
      'content-type': 'text/plain',
    });
    expect(body).toMatchObject({ code: 1200, message: 'Content-Type must be application/json' });
  });

  test('a client that disconnects mid-request does not stop the sandbox', async () => {
    const kling = await start();
    const gone = sandbox.once('answer');
    const arrived = sandbox.once('request');
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sandbox-key\r\n` +
        'content-type: application/json\r\ncontent-length: 100\r\n\r\n{"element',
    );
    await arrived;
    socket.destroy();
    expect((await gone).status).toBeUndefined();
    expect((await kling.list()).status).toBe(200);
  });
});

test('requests are logged and counted by operation', async () => {
  const kling = await start({ now: () => 5 });
  await kling.create();
  await kling.list('?pageSize=1');
  await kling.task('none');
  await kling.get('/elsewhere');
  expect(sandbox.calls).toMatchObject({ create: 1, tasks: 1, task: 1, delete: 0 });
  expect(sandbox.requests).toEqual([
    { operation: 'create', method: 'POST', path, time: 5, status: 200, fault: undefined },
    { operation: 'tasks', method: 'GET', path: `${path}?pageSize=1`, time: 5, status: 200, fault: undefined },
    { operation: 'task', method: 'GET', path: `${path}/none`, time: 5, status: 400, fault: undefined },
    { operation: undefined, method: 'GET', path: '/elsewhere', time: 5, status: 404, fault: undefined },
  ]);
});

test('the same seed gives the same IDs', async () => {
  const idsOf = async () => {
    await using box = await startSandbox({ seed: 9, hold: true });
    await clientOf(box).create();
    return box.tasks().map(({ id, madeId }) => [id, madeId]);
  };
  await start();
  expect(await idsOf()).toEqual(await idsOf());
});

test('held tasks progress once they are released', async () => {
  const kling = await start({ taskMs: 9 });
  const done = sandbox.once('task', ({ status }) => status === 'succeed');
  await kling.create();
  sandbox.release();
  expect((await done).status).toBe('succeed');
  sandbox.hold();
  const { body } = await kling.create();
  expect(sandbox.task(textOf(body.data?.task_id))?.status).toBe('submitted');
});

test('closing twice closes once, and nothing happens afterwards', async () => {
  const kling = await start({ hold: false, taskMs: 1 });
  await kling.create();
  await Promise.all([sandbox.close(), sandbox.close()]);
  await expect(kling.list()).rejects.toThrow();
});
