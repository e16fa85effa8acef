import { expect, test } from '@jest/globals';

import type { RequestBody } from '../calls/request.ts';
import { parseGenerateImage } from './check-image.ts';
import { parseGenerateVideo } from './check-video.ts';
import { imageBody, videoBody, viewsBody } from './generation-bodies.ts';

const maja = '856528387816046601';
const options = {
  allowPrivateUrls: false,
  knownElements: new Map([[maja, { name: 'Maja', referenceType: 'IMAGE', deleted: false } as const]]),
};
const keys = { externalId: 'take-1', callbackUrl: 'https://example.com/hook' };
const url = (name: string) => ({ url: `https://example.com/${name}` });
const bytes = new Uint8Array([1, 2, 3]);

const textOf = (body: RequestBody) =>
  body.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('base64'))).join('');
const video = (input: object) => {
  const ready = parseGenerateVideo(input, options);
  if (!ready.ok) throw new Error(JSON.stringify(ready.issues));
  return JSON.parse(textOf(videoBody(ready, keys))) as unknown;
};
const image = (input: object) => {
  const ready = parseGenerateImage(input, options);
  if (!ready.ok) throw new Error(JSON.stringify(ready.issues));
  return JSON.parse(textOf(imageBody(ready, { externalId: 'still-1', callbackUrl: null }))) as unknown;
};

test('a video’s body cites elements in Kling’s form, with IDs as strings and every field in Kling’s words', () => {
  const input = {
    prompt: '@Maja "waves"',
    elements: [{ id: maja }],
    aspectRatio: 'PORTRAIT_9_16',
    sound: true,
    watermark: true,
  };
  expect(video(input)).toEqual({
    model_name: 'kling-v3-omni',
    prompt: '<<<element_1>>> "waves"',
    element_list: [{ element_id: maja }],
    sound: 'on',
    mode: 'pro',
    aspect_ratio: '9:16',
    duration: '5',
    watermark_info: { enabled: true },
    callback_url: 'https://example.com/hook',
    external_task_id: 'take-1',
  });
});

test('shots are numbered from 1, with their type and durations as text, and without a prompt', () => {
  const shots = [
    { prompt: '@Maja walks', durationSeconds: 3 },
    { prompt: 'A door', durationSeconds: 4 },
  ];
  expect(video({ shots, elements: [{ id: maja }], aspectRatio: 'SQUARE_1_1', resolution: 'UHD_4K' })).toEqual(
    {
      model_name: 'kling-v3-omni',
      multi_shot: true,
      shot_type: 'customize',
      multi_prompt: [
        { index: 1, prompt: '<<<element_1>>> walks', duration: '3' },
        { index: 2, prompt: 'A door', duration: '4' },
      ],
      element_list: [{ element_id: maja }],
      sound: 'off',
      mode: '4k',
      aspect_ratio: '1:1',
      duration: '7',
      callback_url: 'https://example.com/hook',
      external_task_id: 'take-1',
    },
  );
});

test('frames come after the images that a prompt cites, so that their numbers stay', () => {
  const input = {
    prompt: 'From @cafe to <<<image_2>>>',
    images: [
      { image: url('a.png'), name: 'cafe' },
      { image: { bytes }, name: 'park' },
    ],
    firstFrame: url('first.png'),
    lastFrame: { base64: 'AQID' },
    model: 'KLING_VIDEO_O1',
    resolution: 'P720',
    durationSeconds: 7,
  };
  expect(video(input)).toMatchObject({
    model_name: 'kling-video-o1',
    prompt: 'From <<<image_1>>> to <<<image_2>>>',
    image_list: [
      { image_url: 'https://example.com/a.png' },
      { image_url: 'AQID' },
      { image_url: 'https://example.com/first.png', type: 'first_frame' },
      { image_url: 'AQID', type: 'end_frame' },
    ],
    mode: 'std',
  });
});

test.each([
  ['REFERENCE', false, 'feature', 'no'],
  ['EDIT', true, 'base', 'yes'],
])('a video for %s is sent in Kling’s words', (use, keepSound, referType, keep) => {
  const source = { ...url('a.mp4'), use, keepSound };
  expect(video({ prompt: 'As @video', video: source, aspectRatio: 'SQUARE_1_1' })).toMatchObject({
    prompt: 'As <<<video_1>>>',
    video_list: [
      { video_url: 'https://example.com/a.mp4', refer_type: referType, keep_original_sound: keep },
    ],
  });
});

test('the model V3 gets its frames in fields of their own', () => {
  const input = {
    model: 'KLING_V3',
    prompt: '@Maja smiles',
    elements: [{ id: maja }],
    firstFrame: { bytes },
    lastFrame: url('b.png'),
  };
  expect(video(input)).toEqual({
    model_name: 'kling-v3',
    prompt: '<<<element_1>>> smiles',
    image: 'AQID',
    image_tail: 'https://example.com/b.png',
    element_list: [{ element_id: maja }],
    mode: 'pro',
    duration: '5',
    sound: 'off',
    callback_url: 'https://example.com/hook',
    external_task_id: 'take-1',
  });
});

test('an image’s body has the key "image" in its list', () => {
  const input = {
    prompt: '@Maja in @cafe',
    elements: [{ id: maja }],
    images: [{ image: { bytes }, name: 'cafe' }],
    count: 3,
    aspectRatio: 'ULTRAWIDE_21_9',
  };
  expect(image(input)).toEqual({
    model_name: 'kling-v3-omni',
    prompt: '<<<element_1>>> in <<<image_1>>>',
    image_list: [{ image: 'AQID' }],
    element_list: [{ element_id: maja }],
    resolution: '1k',
    aspect_ratio: '21:9',
    result_type: 'single',
    n: 3,
    external_task_id: 'still-1',
  });
});

test('a series says how many images it has', () => {
  expect(image({ prompt: 'A street', count: 4, series: true, resolution: 'K4' })).toEqual({
    model_name: 'kling-v3-omni',
    prompt: 'A street',
    resolution: '4k',
    result_type: 'series',
    series_amount: 4,
    external_task_id: 'still-1',
  });
});

test('views are made from one photo', () => {
  const body = viewsBody({ image: { bytes }, externalId: null, callbackUrl: null }, keys);
  expect(JSON.parse(textOf(body))).toEqual({
    element_frontal_image: 'AQID',
    callback_url: 'https://example.com/hook',
    external_task_id: 'take-1',
  });
});

test('images are pieces of their own, so that they are not copied', () => {
  const body = viewsBody({ image: { bytes }, externalId: null, callbackUrl: null }, keys);
  expect(body).toContain(bytes);
});
