import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';

import { parseJson } from '../json.ts';
import { isFinal, taskListSchema, taskSchema, readTask } from './task.ts';

const read = (text: string) => z.parse(taskSchema, parseJson(text));
const withElement = (fields: string) =>
  read(
    `{"task_id":"1","task_status":"succeed","task_result":{"elements":[{"element_id":856528387816046601${fields}}]}}`,
  ).elements[0];

describe('the traps of section 4', () => {
  test('a bare element ID above 2^53 keeps its digits', () => {
    expect(withElement('')?.id).toBe('856528387816046601');
  });

  test('element_type replaces a reference_type that is absent or null', () => {
    expect(withElement(',"element_type":"video_refer"')?.referenceType).toBe('VIDEO');
    expect(withElement(',"element_type":"video_refer","reference_type":null')?.referenceType).toBe('VIDEO');
    expect(withElement(',"reference_type":"image_refer"')?.referenceType).toBe('IMAGE');
    expect(withElement('')?.referenceType).toBeNull();
    expect(withElement(',"element_type":"toString"')?.referenceType).toBeNull();
  });

  test('tags are read in both forms, and unknown ones are left out', () => {
    const tags =
      '[{"id":"o_102","name":"Character","description":"None"},{"tag_id":"o_108"},{"id":"o_999"},7]';
    expect(withElement(`,"tag_list":${tags}`)?.tags).toEqual(['CHARACTER', 'OTHERS']);
    expect(withElement(',"tag_list":null')?.tags).toEqual([]);
  });

  test('the voice of an element may be absent, {} or an object', () => {
    expect(withElement('')?.voice).toBeNull();
    expect(withElement(',"element_voice_info":{}')?.voice).toBeNull();
    const voice = '{"voice_id":"v1","voice_name":"Ann","trial_url":"https://x/a.mp3","owned_by":"kling"}';
    expect(withElement(`,"element_voice_info":${voice}`)?.voice).toEqual({
      id: 'v1',
      name: 'Ann',
      sampleUrl: 'https://x/a.mp3',
      preset: true,
      owner: 'kling',
      deleted: false,
    });
  });

  test('a failed task in a successful response is a task with its reason', () => {
    const task = read('{"task_id":"1","task_status":"failed","task_status_msg":"No face","task_result":{}}');
    expect(task).toMatchObject({ status: 'FAILED', statusMessage: 'No face', elements: [] });
  });

  test('message and info of a task may be absent, times are milliseconds, and IDs are strings', () => {
    expect(
      read('{"task_id":856528333369769993,"task_status":"submitted","created_at":5,"updated_at":6}'),
    ).toEqual({
      id: '856528333369769993',
      externalId: null,
      status: 'SUBMITTED',
      unknownStatus: null,
      statusMessage: null,
      elements: [],
      voices: [],
      videos: [],
      images: [],
      createdAt: 5,
      updatedAt: 6,
      unitsCharged: null,
    });
  });

  test('a deleted element is marked as deleted', () => {
    expect(withElement(',"status":"deleted"')?.deleted).toBe(true);
    expect(withElement(',"status":"succeed"')?.deleted).toBe(false);
  });
});

test('the lists of image and video elements may be empty objects where they do not apply', () => {
  const element = withElement(
    ',"element_image_list":{"frontal_image":"f","refer_images":[{"image_url":"a"},{"image_url":"b"}]},"element_video_list":{}',
  );
  expect(element).toMatchObject({ frontalImage: 'f', otherImages: ['a', 'b'], video: null });
  expect(
    withElement(',"element_image_list":{},"element_video_list":{"refer_videos":[{"video_url":"v"}]}'),
  ).toMatchObject({
    frontalImage: null,
    otherImages: [],
    video: 'v',
  });
});

test('undocumented fields of a task are ignored', () => {
  const task = read('{"task_id":"1","task_status":"succeed","secret_field":{"x":1}}');
  expect(JSON.stringify(task)).not.toContain('secret_field');
});

test.each(['queueing', 'constructor', ''])('the unknown status word %j is reported and not final', (word) => {
  const task = read(`{"task_id":"1","task_status":${JSON.stringify(word)}}`);
  expect(task).toMatchObject({ status: 'PROCESSING', unknownStatus: word });
  expect(isFinal(task.status)).toBe(false);
});

test('charges are decimal strings, however Kling writes them', () => {
  expect(read('{"task_id":"1","task_status":"succeed","final_unit_deduction":"0.5"}').unitsCharged).toBe(
    '0.5',
  );
  expect(read('{"task_id":"1","task_status":"succeed","final_unit_deduction":2}').unitsCharged).toBe('2');
});

test('an unreadable entry of a list does not hide the others, and counts towards its length', () => {
  const page = z.parse(taskListSchema, [{ nothing: 1 }, { task_id: '2', task_status: 'succeed' }, null]);
  expect(page).toMatchObject({ length: 3, unreadable: 2, tasks: [{ id: '2' }] });
});

test('a task with an ID and a status can be read, whatever its optional fields contain', () => {
  const anything = fc.jsonValue();
  const task = fc.record(
    {
      task_status_msg: anything,
      task_info: anything,
      task_result: fc.oneof(
        anything,
        fc.record({ elements: fc.array(anything), voices: fc.array(anything) }),
      ),
      final_unit_deduction: anything,
      created_at: anything,
      updated_at: anything,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(task, (fields) => {
      expect(z.parse(taskSchema, { task_id: '1', task_status: 'succeed', ...fields }).id).toBe('1');
    }),
  );
});

test('a task has the videos that it made', () => {
  const task = readTask({
    task_id: '1',
    task_status: 'succeed',
    task_result: {
      videos: [
        { id: '856528387816046777', url: 'https://cdn/v.mp4', watermark_url: '', duration: '5.1' },
        { id: '2', watermark_url: 'https://cdn/no-video.mp4' },
        { url: 'https://cdn/w.mp4', duration: 5 },
      ],
    },
    final_unit_deduction: '4',
  });
  expect(task).toMatchObject({
    videos: [
      { id: '856528387816046777', url: 'https://cdn/v.mp4', watermarkUrl: null, durationSeconds: 5.1 },
      { id: '', url: 'https://cdn/w.mp4', watermarkUrl: null, durationSeconds: 5 },
    ],
    images: [],
    unitsCharged: '4',
  });
});

test.each([
  [
    'single ones',
    {
      images: [
        { index: 0, url: 'a' },
        { index: 1, url: 'b', watermark_url: 'w' },
      ],
    },
    ['a', 'b'],
  ],
  ['those of a series', { result_type: 'series', series_images: [{ index: 0, url: 'a' }] }, ['a']],
  [
    'views of a photo',
    {
      images: [
        { index: 0, url_1: 'a', url_2: 'b', url_3: 'c' },
        { index: 1, url_1: 'd', url_2: 'e', url_3: 'f' },
      ],
    },
    ['a', 'b', 'c', 'd', 'e', 'f'],
  ],
  ['nothing readable', { images: [null, {}, 'a'] }, []],
])('a task has the images that it made: %s', (_, task_result, urls) => {
  const task = readTask({ task_id: '1', task_status: 'succeed', task_result });
  expect(task?.images.map(({ index, url }) => [index, url])).toEqual(urls.map((url, index) => [index, url]));
});
