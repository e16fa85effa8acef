import { expect, test } from '@jest/globals';

import { requestBytes } from '../../../nodes/shared/kling/request-bytes.ts';

test.each([0, 1, 2, 3, 196_607, 196_608, 196_609, 500_000])(
  'an image of %i bytes is encoded as Base64 between the strings around it',
  (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, index) => index * 7);
    const sent = requestBytes(['{"ü":"', bytes, '"}']);
    expect(sent.toString('utf8')).toBe(`{"ü":"${Buffer.from(bytes).toString('base64')}"}`);
  },
);

test('of a view into a larger buffer only the bytes of the view are encoded', () => {
  const view = Buffer.from('0123456789').subarray(2, 5);
  expect(requestBytes([view]).toString()).toBe(Buffer.from('234').toString('base64'));
});
