import { randomBytes } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';
import { createElementBody, type RequestBody } from '@kling-elements/validation';
import fc from 'fast-check';

import { encodeBody } from './body.ts';

const bytesOf = (body: RequestBody) => Buffer.concat([...encodeBody(body).chunks()]);

/** What the body is by its definition, all at once. */
const whole = (body: RequestBody) =>
  Buffer.from(
    body.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('base64'))).join(''),
  );

describe('a body on its way', () => {
  test('is its texts as UTF-8 and its bytes as Base64, as long as was said before', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 40 });
    const piece = fc.oneof(texts, fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (body) => {
        expect(bytesOf(body).equals(whole(body))).toBe(true);
        expect(encodeBody(body).contentLength).toBe(whole(body).length);
      }),
    );
  });

  test.each([0, 1, 2, 3, 49_151, 49_152, 49_153, 98_304, 200_001])(
    'has a picture of %i bytes in slices without padding between them',
    (length) => {
      const picture = new Uint8Array(randomBytes(length));
      const body = ['{"a":"', picture, '"}'];
      expect(bytesOf(body).equals(whole(body))).toBe(true);
      expect(encodeBody(body).contentLength).toBe(whole(body).length);
    },
  );

  test('reads a picture that is a view into a larger buffer', () => {
    const view = new Uint8Array(randomBytes(100)).subarray(10, 60);
    expect(bytesOf([view]).toString()).toBe(Buffer.from(view).toString('base64'));
  });

  test.each([0, 1])('cuts no character of a long text in two (pairs from %i on)', (shift) => {
    const body = ['x'.repeat(shift) + '🐉'.repeat(100_000)];
    expect(bytesOf(body).equals(whole(body))).toBe(true);
    expect(encodeBody(body).contentLength).toBe(whole(body).length);
  });

  test('has the same length as its bytes even where a text is broken', () => {
    const body = ['\ud83d', 'a\ude00b', `${'x'.repeat(65_535)}\ud83d`];
    expect(bytesOf(body)).toHaveLength(encodeBody(body).contentLength);
  });

  test('is given in small slices, however large it is', () => {
    const body = ['A'.repeat(1_000_000), new Uint8Array(1_000_000)];
    const lengths = [...encodeBody(body).chunks()].map(({ length }) => length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(65_536);
  });

  test('can be read again from its beginning for a resend', () => {
    const encoded = encodeBody(['{', new Uint8Array([1, 2, 3]), '}']);
    const half = encoded.chunks();
    half.next();
    expect(Buffer.concat([...encoded.chunks()]).toString()).toBe('{AQID}');
    expect(Buffer.concat([...half]).toString()).toBe('AQID}');
  });

  test('of a create is the JSON that Kling reads', () => {
    const picture = new Uint8Array(randomBytes(60_000));
    const body = createElementBody(
      {
        name: '龙',
        description: 'A dragon',
        reference: {
          images: { frontal: { bytes: picture }, others: [{ url: 'https://example.com/?a="b"' }] },
        },
        voiceId: null,
        tags: [],
        externalId: 'mine',
        callbackUrl: null,
      },
      { externalId: 'mine', callbackUrl: null },
    );
    expect(JSON.parse(bytesOf(body).toString())).toMatchObject({
      element_name: '龙',
      element_image_list: { frontal_image: Buffer.from(picture).toString('base64') },
      external_task_id: 'mine',
    });
  });
});
