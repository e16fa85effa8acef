import { expect, test } from '@jest/globals';
import type { Path } from '@kling-elements/validation';

import { labelOf } from '../../../nodes/KlingCreateElement/labels.ts';
import { fields } from '../../../nodes/KlingCreateElement/fields.ts';

test.each<[Path, string]>([
  [['name'], 'Name'],
  [['reference'], 'Create From'],
  [['reference', 'images', 'frontal'], 'Frontal Image'],
  [['reference', 'images', 'frontal', 'url'], 'Frontal Image URL'],
  [['reference', 'images', 'frontal', 'bytes'], 'Frontal Image Binary Field'],
  [['reference', 'images', 'frontal', 'base64'], 'Frontal Image Base64 String'],
  [['reference', 'images', 'others'], 'Other Images'],
  [['reference', 'images', 'others', 1], 'Other Images › 2'],
  [['reference', 'images', 'others', 1, 'bytes'], 'Other Images › 2 › Binary Field'],
  [['reference', 'video', 'url'], 'Video URL'],
  [['tags', 0], 'Tags'],
  [['externalId'], 'External Task ID'],
  [['callbackUrl'], 'Callback URL'],
])('the issue path %j is labelled %s', (path, label) => {
  expect(labelOf(path)).toBe(label);
});

test('labels of whole parameters are those that the editor shows', () => {
  const shown = fields.map(({ displayName }) => displayName);
  for (const place of ['url', 'bytes', 'base64']) {
    expect(shown).toContain(labelOf(['reference', 'images', 'frontal', place]));
  }
  for (const place of ['name', 'description', 'tags', 'callbackUrl'])
    expect(shown).toContain(labelOf([place]));
});
