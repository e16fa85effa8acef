import { afterAll, expect, test } from '@jest/globals';
import { startSandbox } from '@kling-elements/sandbox';
import type { RequestBody } from '@kling-elements/validation';
import {
  checkGenerateImage,
  checkGenerateVideo,
  imageBody,
  type KnownElement,
  videoBody,
} from '@kling-elements/validation/generation';

import { serveMedia } from '../../../harness/media/serve.ts';
import { media } from '../../../harness/media/index.ts';
import { canonicalForm } from '../canonical-form.ts';
import { type GenerationCase, ids, knownElements } from './generation-case.ts';
import { imageCases } from './image-cases.ts';
import { videoCases } from './video-cases.ts';

const server = await serveMedia();
const sandbox = await startSandbox({ hold: true, generationConcurrency: 1000 });
const known = await createElements();
afterAll(async () => {
  await sandbox.close();
  await server.close();
});

async function post(path: string, body: string) {
  const response = await fetch(new URL(path, sandbox.url), {
    method: 'POST',
    headers: { authorization: 'Bearer sandbox-key', 'content-type': 'application/json' },
    body,
  });
  return (await response.json()) as { code: number; message: string; data?: { task_id: string } };
}

/** The account's elements in the sandbox, under the IDs that it gives them. */
async function createElements() {
  const image = Buffer.from(media('front-640x640.jpg')).toString('base64');
  const made = new Map<string, { readonly id: string; readonly element: KnownElement }>();
  for (const [id, element] of knownElements) {
    const reference =
      element.referenceType === 'VIDEO'
        ? {
            reference_type: 'video_refer',
            element_video_list: { refer_videos: [{ video_url: `${server.url}/wide-5s.mp4` }] },
          }
        : {
            reference_type: 'image_refer',
            element_image_list: { frontal_image: image, refer_images: [{ image_url: image }] },
          };
    const fields = { element_name: element.name, element_description: 'x', ...reference };
    const { data } = await post('/v1/general/advanced-custom-elements', JSON.stringify(fields));
    made.set(id, { id: sandbox.advance(data?.task_id ?? '', 'succeed').madeId, element });
  }
  return made;
}

const textOf = (body: RequestBody) =>
  body.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('base64'))).join('');

/** The body of a valid case, about the sandbox's elements. */
async function requestOf({ kind, input }: GenerationCase) {
  const options = {
    allowPrivateUrls: true,
    knownElements: new Map([...known.values()].map(({ id, element }) => [id, element])),
  };
  const withSandboxIds = (value: unknown): unknown => {
    if (typeof value === 'string') return known.get(value)?.id ?? value;
    if (Array.isArray(value)) return value.map(withSandboxIds);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withSandboxIds(one)]));
  };
  const keys = { externalId: crypto.randomUUID(), callbackUrl: null };
  const raw = withSandboxIds(canonicalForm(input));
  if (kind === 'image') {
    const ready = await checkGenerateImage(raw, options);
    if (!ready.ok) throw new Error(JSON.stringify(ready.issues));
    return {
      path: '/v1/images/omni-image',
      units: ready.estimate.units,
      body: textOf(imageBody(ready, keys)),
    };
  }
  const ready = await checkGenerateVideo(raw, options);
  if (!ready.ok) throw new Error(JSON.stringify(ready.issues));
  const path = ready.input.model === 'KLING_V3' ? '/v1/videos/image2video' : '/v1/videos/omni-video';
  return { path, units: ready.estimate.units, body: textOf(videoBody(ready, keys)) };
}

const valid = [...videoCases(server.url), ...imageCases()].filter(
  ({ issues, input }) => issues.length === 0 && !JSON.stringify(input).includes(ids.foreign),
);

test.each(valid)('Kling takes all of $name, ignores nothing, and charges the estimate', async (one) => {
  const { path, units, body } = await requestOf(one);
  const { code, message, data } = await post(path, body);
  expect({ code, message }).toEqual({ code: 0, message: 'SUCCEED' });
  sandbox.advance(data?.task_id ?? '', 'succeed');
  // An e-mail address and a name that nothing resembles are text for us and for Kling.
  const ignored = sandbox.bill.at(-1)?.ignored.filter((word) => word !== '@instagram');
  expect({ units: sandbox.bill.at(-1)?.units, ignored }).toEqual({ units, ignored: [] });
});
