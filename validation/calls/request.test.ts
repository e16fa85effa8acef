import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { isTaskKey, requests } from './request.ts';

const elements = '/v1/general/advanced-custom-elements';

describe('the calls of Kling’s API', () => {
  test.each([
    ['POST', elements, requests.createElement(['{}'])],
    ['GET', `${elements}/856528333369769993`, requests.task('856528333369769993')],
    ['GET', `${elements}?pageNum=2&pageSize=30`, requests.tasks({ pageNum: 2, pageSize: 30 })],
    [
      'GET',
      '/v1/general/advanced-presets-elements?pageNum=1&pageSize=500',
      requests.presetTasks({ pageNum: 1, pageSize: 500 }),
    ],
    ['POST', '/v1/general/delete-advanced-elements', requests.deleteElement('1')],
    ['GET', '/v1/general/custom-voices?pageNum=1&pageSize=1', requests.voices({ pageNum: 1, pageSize: 1 })],
    [
      'GET',
      '/v1/general/presets-voices?pageNum=1&pageSize=1000',
      requests.presetVoices({ pageNum: 1, pageSize: 1000 }),
    ],
    ['POST', '/v1/general/custom-voices', requests.createVoice(['{}'])],
    ['GET', '/v1/general/custom-voices/7', requests.voice('7')],
    ['POST', '/v1/general/delete-voices', requests.deleteVoice('7')],
  ] as const)('a request of the API is %s %s', (method, path, request) => {
    expect(request).toMatchObject({ method, path });
  });

  test('an element is deleted by its ID as a string', () => {
    expect(requests.deleteElement('856528387816046601').body).toEqual([
      '{"element_id":"856528387816046601"}',
    ]);
    expect(requests.deleteVoice('v"1').body).toEqual([String.raw`{"voice_id":"v\"1"}`]);
  });

  test('any valid key of a task is a single segment of the path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }).filter(isTaskKey), (key) => {
        const url = new URL(requests.task(key).path, 'https://kling.example');
        expect(url.pathname.startsWith(`${elements}/`)).toBe(true);
        expect(decodeURIComponent(url.pathname.slice(elements.length + 1))).toBe(key);
        expect(url.search + url.hash).toBe('');
      }),
    );
  });

  test.each([
    ['the empty string', ''],
    ['this folder', '.'],
    ['the folder above', '..'],
    ['half of a surrogate pair', 'a\ud83d'],
  ])('%s is not a key of a task', (_what, key) => {
    expect(isTaskKey(key)).toBe(false);
  });
});
