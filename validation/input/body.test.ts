import { expect, test } from '@jest/globals';

import { createElementBody } from './body.ts';
import { type CreateElementInput } from './create-element.ts';

const input: CreateElementInput = {
  name: 'Ma"ja',
  description: '小龙女\n',
  reference: { images: { frontal: { url: 'https://a.org/"x"' }, others: [{ base64: 'QUJD' }] } },
  voiceId: null,
  tags: [],
  externalId: null,
  callbackUrl: null,
};
const keys = { externalId: 'x-1', callbackUrl: null };
const text = (body: readonly (string | Uint8Array)[]) =>
  body.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('base64'))).join('');

test('optional fields that are not used are left out of the body', () => {
  expect(JSON.parse(text(createElementBody(input, keys)))).toEqual({
    element_name: 'Ma"ja',
    element_description: '小龙女\n',
    reference_type: 'image_refer',
    element_image_list: { frontal_image: 'https://a.org/"x"', refer_images: [{ image_url: 'QUJD' }] },
    external_task_id: 'x-1',
  });
});

test('the body has all fields under the names that Kling uses', () => {
  const full: CreateElementInput = {
    ...input,
    reference: { video: { url: 'https://a.org/v.mp4' } },
    voiceId: 'v1',
    tags: ['CHARACTER', 'OTHERS'],
  };
  expect(JSON.parse(text(createElementBody(full, { ...keys, callbackUrl: 'https://me.org/cb' })))).toEqual({
    element_name: 'Ma"ja',
    element_description: '小龙女\n',
    reference_type: 'video_refer',
    element_video_list: { refer_videos: [{ video_url: 'https://a.org/v.mp4' }] },
    element_voice_id: 'v1',
    tag_list: [{ tag_id: 'o_102' }, { tag_id: 'o_108' }],
    callback_url: 'https://me.org/cb',
    external_task_id: 'x-1',
  });
});

test('images are separate pieces of the body: the very bytes and Base64 text of the input', () => {
  const bytes = Uint8Array.of(1, 2, 3, 4);
  const base64 = 'QUJD'.repeat(5000);
  const body = createElementBody(
    { ...input, reference: { images: { frontal: { bytes }, others: [{ base64 }, { bytes }] } } },
    keys,
  );
  expect(body.filter((piece) => piece === bytes)).toHaveLength(2);
  expect(body).toContain(base64);
  expect(JSON.parse(text(body))).toMatchObject({
    element_image_list: {
      frontal_image: 'AQIDBA==',
      refer_images: [{ image_url: base64 }, { image_url: 'AQIDBA==' }],
    },
  });
});
