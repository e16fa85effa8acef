import { expect, test } from '@jest/globals';

import { formatPath } from './issues.ts';

test.each([
  [[], ''],
  [['name'], 'name'],
  [['reference', 'images', 'others', 1, 'base64'], 'reference.images.others[1].base64'],
  [['tags', 0], 'tags[0]'],
])('the path %j is written %s', (path, text) => {
  expect(formatPath(path)).toBe(text);
});
