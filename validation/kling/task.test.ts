import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';

import { parseJson } from '../json.ts';
import { isFinal, taskListSchema, taskSchema } from './task.ts';

const read = (text: string) => z.parse(taskSchema, parseJson(text));
const withElement = (fields: string) =>
  read(
    `{"task_id":"1","task_status":"succeed","task_result":{"elements":[{"element_id":856528387816046601${fields}}]}}`,
  ).elements[0];

describe('the traps of section 4', () => {
  test('1: a bare element id above 2^53 keeps its digits', () => {
    expect(withElement('')?.id).toBe('856528387816046601');
  });

  test('2: element_type stands for reference_type, which may be absent or null', () => {
    expect(withElement(',"element_type":"video_refer"')?.referenceType).toBe('VIDEO');
    expect(withElement(',"element_type":"video_refer","reference_type":null')?.referenceType).toBe('VIDEO');
    expect(withElement(',"reference_type":"image_refer"')?.referenceType).toBe('IMAGE');
    expect(withElement('')?.referenceType).toBeNull();
    expect(withElement(',"element_type":"toString"')?.referenceType).toBeNull();
  });

  test('3: tags come back as {id, name, description}; both forms are read, unknown ones left out', () => {
    const tags =
      '[{"id":"o_102","name":"Character","description":"None"},{"tag_id":"o_108"},{"id":"o_999"},7]';
    expect(withElement(`,"tag_list":${tags}`)?.tags).toEqual(['CHARACTER', 'OTHERS']);
    expect(withElement(',"tag_list":null')?.tags).toEqual([]);
  });

  test('4: the voice is absent, {} or an object', () => {
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

  test('6: a failed task inside a success is a task with its reason', () => {
    const task = read('{"task_id":"1","task_status":"failed","task_status_msg":"No face","task_result":{}}');
    expect(task).toMatchObject({ status: 'FAILED', statusMessage: 'No face', elements: [] });
  });

  test('7: message and info may be absent, times are milliseconds, ids texts', () => {
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
      createdAt: 5,
      updatedAt: 6,
      unitsCharged: null,
    });
  });

  test('10: a deleted element says so', () => {
    expect(withElement(',"status":"deleted"')?.deleted).toBe(true);
    expect(withElement(',"status":"succeed"')?.deleted).toBe(false);
  });
});

test('the lists for image and video elements are empty objects where they do not apply', () => {
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

test('fields that nobody has documented are kept out of the way', () => {
  const task = read('{"task_id":"1","task_status":"succeed","secret_field":{"x":1}}');
  expect(JSON.stringify(task)).not.toContain('secret_field');
});

test.each(['queueing', 'constructor', ''])('the unknown status word %j is reported and not final', (word) => {
  const task = read(`{"task_id":"1","task_status":${JSON.stringify(word)}}`);
  expect(task).toMatchObject({ status: 'PROCESSING', unknownStatus: word });
  expect(isFinal(task.status)).toBe(false);
});

test('charges are decimal texts, whichever way they are written', () => {
  expect(read('{"task_id":"1","task_status":"succeed","final_unit_deduction":"0.5"}').unitsCharged).toBe(
    '0.5',
  );
  expect(read('{"task_id":"1","task_status":"succeed","final_unit_deduction":2}').unitsCharged).toBe('2');
});

test('an entry of a list that cannot be read does not hide the others, and counts for the length', () => {
  const page = z.parse(taskListSchema, [{ nothing: 1 }, { task_id: '2', task_status: 'succeed' }, null]);
  expect(page).toMatchObject({ length: 3, unreadable: 2, tasks: [{ id: '2' }] });
});

test('whatever stands in the optional fields, a task with id and status can be read', () => {
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
