import { expect, test } from '@jest/globals';

import { countCharacters, hasMoreCodePoints, isVisible } from './characters.ts';

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

test.each([
  '',
  ' \t\r\n',
  '\u00a0\u2003\u3000',
  '\u200b\u200c\u200d\u2060\ufeff',
  '\u115f\u1160\u3164\uffa0',
  '\u2800',
  '\u00ad\u034f\u061c\u180e\u200e',
  '\ufe0f\u{e0020}\u{1d173}\u{1d159}',
  '\u0301\u0308',
  '\0\u007f',
])('%j is invisible', (text) => {
  expect(isVisible(text)).toBe(false);
});

test.each(['a', ' a ', '龙', '👩‍👩‍👧‍👦', 'e\u0301', '\u200b1', '.', '☺︎', '\ue000', '\u0600', '\ufffc', '가', 'ᄀ'])(
  '%j is visible',
  (text) => {
    expect(isVisible(text)).toBe(true);
  },
);

test.each([
  ['', 0, false],
  ['abc', 3, false],
  ['abc', 2, true],
  ['😀😀', 2, false],
  ['😀😀😀', 2, true],
  ['e\u0301', 1, true],
  ['\ud83d', 1, false],
  ['x'.repeat(10_000_000), 200, true],
])('hasMoreCodePoints counts code points, not code units or characters (case %#)', (text, max, more) => {
  expect(hasMoreCodePoints(text, max)).toBe(more);
});
