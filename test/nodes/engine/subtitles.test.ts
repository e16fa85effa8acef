import { expect, test } from '@jest/globals';

import { Engine, type NodeName } from './engine.ts';

const engine = new Engine({ baseUrl: 'http://127.0.0.1:1' });

const subtitles: readonly (readonly [NodeName, Record<string, unknown>, string])[] = [
  ['KlingElement', {}, 'Get Many: Element'],
  ['KlingElement', { resource: 'voice', operation: 'getAllPresets' }, 'Get Many Presets: Voice'],
  ['KlingElement', { resource: 'task', operation: 'get' }, 'Get: Task'],
  ['KlingElementTrigger', {}, 'Failed, Succeeded'],
  ['KlingElementTrigger', { statuses: ['succeed'] }, 'Succeeded'],
  ['KlingWaitForTask', {}, 'By Polling'],
  ['KlingWaitForTask', { resume: 'callback' }, 'On Callback'],
];

test.each(subtitles)('the subtitle of %s with %j is “%s”', (node, parameters, subtitle) => {
  expect(engine.subtitleOf({ node, parameters })).toBe(subtitle);
});
