import { expect, test } from '@jest/globals';

import { countCharacters } from './characters.ts';

test.each([
  ['', 0],
  ['Maja', 4],
  ['小龙女', 3],
  ['👩‍👩‍👧‍👦', 1],
  ['🇩🇪🇨🇳', 2],
  ['👍🏽', 1],
  ['e\u0301', 1],
  ['😀'.repeat(20), 20],
  ['a\r\nb', 3],
  ['a\tb \n~', 6],
  ['\r\r\n\n', 3],
])('%j has %i characters', (text, count) => {
  expect(countCharacters(text)).toBe(count);
});
