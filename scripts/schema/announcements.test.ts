import { expect, test } from '@jest/globals';

import { announcedIn, unannounced } from './announcements.ts';

const changeset = (packages: string, text: string) => `---\n${packages}: minor\n---\n\n${text}\n`;

test('a changeset of the gateway announces what its lines that start with "Breaking:" have in backquotes', () => {
  const text =
    'It uses `Task.kind`.\n\nBreaking: `KlingProblem.code` is `KlingProblem.klingCode`.\nBreaking: `Old`';
  expect(announcedIn(changeset("'@kling-elements/gateway'", text))).toEqual([
    'KlingProblem.code',
    'KlingProblem.klingCode',
    'Old',
  ]);
});

test.each([
  [changeset("'n8n-nodes-kling-elements'", 'Breaking: `Task`')],
  [changeset("'@kling-elements/gateway'", 'Nothing breaks: `Task`')],
  ['Breaking: `Task`'],
  [''],
])('the changeset %j announces nothing', (text) => {
  expect(announcedIn(text)).toEqual([]);
});

test('a change is announced by its own coordinate, or that of its field or type', () => {
  const changes = ['Task.id', 'Query.tasks.kind', 'Tasks.id', undefined].map((path) => ({
    path,
    message: '',
  }));
  const left = (...announced: string[]) => unannounced(changes, announced).map(({ path }) => path);
  expect(left()).toEqual(['Task.id', 'Query.tasks.kind', 'Tasks.id', undefined]);
  expect(left('Task')).toEqual(['Query.tasks.kind', 'Tasks.id', undefined]);
  expect(left('Query.tasks', 'Tasks.id')).toEqual(['Task.id', undefined]);
});
