import { expect, test } from '@jest/globals';

import { websocketFrame } from './websocket-frame.ts';

test.each([
  [0, '8100'],
  [125, '817d'],
  [126, '817e007e'],
  [65_535, '817effff'],
  [65_536, '817f0000000000010000'],
])('the frame of a text of %i bytes starts with its length', (length, head) => {
  const first = Math.floor(length / 2);
  const pieces = [Buffer.alloc(first, 'a'), Buffer.alloc(length - first, 'b')];
  const frame = websocketFrame(...pieces);
  expect(frame.subarray(0, head.length / 2).toString('hex')).toBe(head);
  expect(frame.subarray(head.length / 2)).toEqual(Buffer.concat(pieces));
});
