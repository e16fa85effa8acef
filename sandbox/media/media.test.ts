import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { type Sandbox, startSandbox } from '../index.ts';
import { pngImage } from './png.ts';
import { sampleMedia } from './sample-media.ts';
import { clientOf, createBody, goodBase64, videoBody, textOf } from '../testing/client.ts';
import { startReceiver } from '../testing/receiver.ts';

let sandbox: Sandbox;
let kling: ReturnType<typeof clientOf>;
beforeAll(async () => {
  sandbox = await startSandbox({ hold: true });
  kling = clientOf(sandbox);
});
afterAll(() => sandbox.close());

const withFrontal = (frontal: string) =>
  createBody({ element_image_list: { frontal_image: frontal, refer_images: [{ image_url: goodBase64 }] } });
const base64Of = (width: number, height: number) =>
  Buffer.from(pngImage({ width, height, hue: 0 })).toString('base64');

/** Creates, lets it succeed and gives the record. */
async function recordOf(body: Record<string, unknown>) {
  const id = textOf((await kling.create(body)).body.data?.task_id);
  sandbox.advance(id, 'succeed');
  return (await kling.task(id)).body.data?.task_result?.elements?.[0];
}

describe('images as Base64', () => {
  test('live: the same image may be both the frontal and another image', async () => {
    expect((await kling.create()).status).toBe(200);
  });

  test.each([
    ['live: a data: prefix', `data:image/png;base64,${goodBase64}`, /without a data: prefix/],
    ['a text that is no Base64', 'not base64!', /must be a URL or raw Base64/],
    [
      'a line break in it',
      `${goodBase64.slice(0, 8)}\n${goodBase64.slice(8)}`,
      /must be a URL or raw Base64/,
    ],
    ['another scheme', 'ftp://example.com/a.png', /must be a URL or raw Base64/],
    ['a text in Base64', Buffer.from('just words').toString('base64'), /is not acceptable/],
    ['a side under 300 pixels', base64Of(512, 299), /is not acceptable/],
    ['a ratio over 2.5', base64Of(760, 300), /is not acceptable/],
    ['a cut-off file', goodBase64.slice(0, 40), /is not acceptable/],
  ])('%s is refused', async (_, frontal, message) => {
    const { status, body } = await kling.create(withFrontal(frontal));
    expect({ status, code: body.code }).toEqual({ status: 400, code: 1201 });
    expect(body.message).toMatch(message);
    expect(body.message).toMatch(/^frontal_image /);
  });
});

describe('images behind URLs on this machine', () => {
  test.each(Object.entries(sampleMedia))(
    'the sample %s is judged as it is described',
    async (name, { good }) => {
      const { status, body } = await kling.create(withFrontal(`${sandbox.url}/sandbox/media/${name}`));
      expect({ status, code: body.code }).toEqual(
        good ? { status: 200, code: 0 } : { status: 400, code: 1201 },
      );
    },
  );

  test('an image URL that cannot be fetched is refused', async () => {
    const { body } = await kling.create(withFrontal(`${sandbox.url}/sandbox/media/missing.png`));
    expect(body).toMatchObject({ code: 1201, message: 'frontal_image could not be fetched: HTTP 404' });
    const nobody = await startReceiver();
    await nobody.close();
    const { body: refused } = await kling.create(withFrontal(`${nobody.url}/a.png`));
    expect(refused).toMatchObject({ code: 1201, message: 'frontal_image could not be fetched' });
  });

  test('each URL is fetched once', async () => {
    const host = await startReceiver(() => ({ status: 200, body: Buffer.from(goodBase64, 'base64') }));
    const image = `${host.url}/a.png`;
    const { status } = await kling.create(
      createBody({ element_image_list: { frontal_image: image, refer_images: [{ image_url: image }] } }),
    );
    expect(status).toBe(200);
    expect(host.received).toHaveLength(1);
    await host.close();
  });

  test('several bad images give one error and do not stop the sandbox', async () => {
    const { status } = await kling.create(
      createBody({
        element_image_list: {
          frontal_image: `${sandbox.url}/sandbox/media/no-1.png`,
          refer_images: [{ image_url: '???' }, { image_url: `${sandbox.url}/sandbox/media/no-2.png` }],
        },
      }),
    );
    expect(status).toBe(400);
    expect((await kling.create()).status).toBe(200);
  });
});

describe('live 5: media come back under CDN URLs', () => {
  test('CDN URLs are signed and serve the original bytes, in ranges too', async () => {
    const element = await recordOf(createBody());
    const url = textOf(element?.element_image_list?.frontal_image);
    expect(url).toMatch(
      new RegExp(`^${sandbox.url}/cdn/[0-9a-f]+\\.png\\?expires=\\d+&signature=[0-9a-f]+$`),
    );
    const whole = await fetch(url);
    expect(whole.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await whole.arrayBuffer()).toString('base64')).toBe(goodBase64);
    const part = await fetch(url, { headers: { range: 'bytes=1-3' } });
    expect(part.status).toBe(206);
    expect(await part.text()).toBe('PNG');
    expect((await fetch(url.replace('signature=', 'signature=0'))).status).toBe(403);
  });

  test('CDN URLs expire', async () => {
    const day = 24 * 60 * 60 * 1000;
    let now = Date.now();
    const other = await startSandbox({ hold: true, now: () => now });
    const client = clientOf(other);
    const id = textOf((await client.create()).body.data?.task_id);
    other.advance(id, 'succeed');
    const element = (await client.task(id)).body.data?.task_result?.elements?.[0];
    const url = textOf(element?.element_image_list?.frontal_image);
    now += 29 * day;
    expect((await fetch(url)).status).toBe(200);
    now += 2 * day;
    expect((await fetch(url)).status).toBe(403);
    await other.close();
  });

  test('media accepted unchecked redirect to their original URL', async () => {
    const element = await recordOf(videoBody());
    const url = textOf(element?.element_video_list?.refer_videos?.[0]?.video_url);
    expect(url).toMatch(/\/cdn\//);
    const answer = await fetch(url, { redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('https://example.com/dancer.mp4');
  });

  test('the images of presets and the samples of voices are served', async () => {
    const { body: presets } = await kling.get('/v1/general/advanced-presets-elements?pageSize=1');
    const { body: voices } = await kling.get('/v1/general/presets-voices?pageSize=1');
    const image = presets.data?.[0]?.task_result?.elements?.[0]?.element_image_list?.frontal_image;
    const sample = voices.data?.[0]?.task_result?.voices?.[0]?.trial_url;
    expect((await kling.create(withFrontal(textOf(image)))).status).toBe(200);
    expect((await fetch(textOf(sample))).headers.get('content-type')).toBe('audio/wav');
  });
});

test('a video on this machine is checked', async () => {
  const { status, body } = await kling.create(
    videoBody({
      element_video_list: { refer_videos: [{ video_url: `${sandbox.url}/sandbox/media/square.png` }] },
    }),
  );
  expect({ status, code: body.code }).toEqual({ status: 400, code: 1201 });
});

test('media are not checked when checkMedia is off', async () => {
  const blind = await startSandbox({ hold: true, checkMedia: false });
  const { status } = await clientOf(blind).create(withFrontal(base64Of(10, 10)));
  expect(status).toBe(200);
  await blind.close();
});
