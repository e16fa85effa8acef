import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { readCallback } from './callback.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('a callback of the legacy shape is parsed as a task', () => {
  const body =
    '{"task_id":"1","task_status":"succeed","task_info":{"external_task_id":"x"},"created_at":1,"updated_at":2,"task_result":{"elements":[{"element_id":856528387816046601,"element_name":"Maja"}]}}';
  expect(readCallback(bytes(body))).toMatchObject({
    id: '1',
    externalId: 'x',
    status: 'SUCCEEDED',
    updatedAt: 2,
    elements: [{ id: '856528387816046601', name: 'Maja' }],
  });
});

test('a callback of the new shape is parsed as the same task as the legacy one', () => {
  const body = {
    id: '1',
    status: 'succeeded',
    message: '',
    create_time: 1,
    update_time: 2,
    external_id: 'x',
    outputs: [
      {
        type: 'element',
        id: '856528387816046601',
        name: 'Maja',
        description: 'A girl',
        element_type: 'multi_image_elements',
        materials: [
          { type: 'image', role: 'frontal', url: 'https://cdn/f.png' },
          { type: 'image', role: 'refer', url: 'https://cdn/a.png' },
          { type: 'voice', id: 'v', name: 'Ann', owned_by: 'kling' },
        ],
        owned_by: '855722760281784413',
        status: 'succeeded',
        tags: [{ id: 'o_102', name: 'Character', description: 'None' }],
      },
      { type: 'video', id: 'no URL' },
    ],
  };
  expect(readCallback(bytes(JSON.stringify(body)))).toEqual({
    id: '1',
    externalId: 'x',
    status: 'SUCCEEDED',
    unknownStatus: null,
    statusMessage: null,
    elements: [
      {
        id: '856528387816046601',
        name: 'Maja',
        description: 'A girl',
        referenceType: 'IMAGE',
        frontalImage: 'https://cdn/f.png',
        otherImages: ['https://cdn/a.png'],
        video: null,
        voice: { id: 'v', name: 'Ann', sampleUrl: null, preset: true, owner: 'kling', deleted: false },
        tags: ['CHARACTER'],
        preset: false,
        owner: '855722760281784413',
        deleted: false,
      },
    ],
    voices: [],
    videos: [],
    images: [],
    createdAt: 1,
    updatedAt: 2,
    unitsCharged: null,
  });
});

test('a callback of the new shape about a video element has its video as a reference', () => {
  const body = {
    id: '1',
    status: 'succeeded',
    outputs: [
      {
        type: 'element',
        id: '2',
        element_type: 'video_character_elements',
        references: [{ type: 'video', role: 'reference', url: 'https://cdn/v.mp4' }],
        status: 'deleted',
      },
    ],
  };
  expect(readCallback(bytes(JSON.stringify(body)))?.elements).toMatchObject([
    { referenceType: 'VIDEO', video: 'https://cdn/v.mp4', deleted: true },
  ]);
});

test('a callback of the new shape has the videos and images that were made', () => {
  const body = {
    id: '1',
    status: 'succeeded',
    outputs: [
      {
        type: 'video',
        id: '7',
        url: 'https://cdn/v.mp4',
        watermark_url: 'https://cdn/w.mp4',
        duration: '5.1',
      },
      { type: 'image', index: 0, url: 'https://cdn/i.png' },
    ],
  };
  expect(readCallback(bytes(JSON.stringify(body)))).toMatchObject({
    elements: [],
    videos: [{ id: '7', url: 'https://cdn/v.mp4', watermarkUrl: 'https://cdn/w.mp4', durationSeconds: 5.1 }],
    images: [{ index: 0, url: 'https://cdn/i.png', watermarkUrl: null }],
  });
});

test("the console's test callback is read like any other", () => {
  const body = '{"id":"t","status":"submitted","outputs":[],"message":"","create_time":1,"update_time":1}';
  expect(readCallback(bytes(body))).toMatchObject({ id: 't', status: 'SUBMITTED', elements: [] });
});

test.each(['', 'null', '[]', '{}', '{"task_id":"1"}', '{"id":"1","state":"done"}', '<xml/>'])(
  'a callback with the body %j is about no task',
  (text) => {
    expect(readCallback(bytes(text))).toBeUndefined();
  },
);

test('a callback that is not UTF-8 is about no task', () => {
  expect(readCallback(Uint8Array.of(0x7b, 0xff, 0x7d))).toBeUndefined();
});

test('no body of a callback makes parsing throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array(), fc.json().map(bytes)), (body) => {
      readCallback(body);
    }),
  );
});
