import { randomBytes } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';
import { createElementBody, type RequestBody } from '@kling-elements/validation';
import fc from 'fast-check';

import { encodeBody } from './request-body.ts';

/** As a connection takes it: what a chunk holds is gone when the next one is asked for. */
function* taken(content: string | Generator<Uint8Array, void>) {
  if (typeof content === 'string') yield Buffer.from(content);
  else for (const chunk of content) yield Buffer.from(chunk);
}

const bytesOf = (body: RequestBody) => Buffer.concat([...taken(encodeBody(body).content())]);

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

  test('is given in small chunks, however large it is, all of them in the same memory', () => {
    const body = ['A'.repeat(1_000_000), new Uint8Array(1_000_000)];
    const buffers = new Set<ArrayBufferLike>();
    let longest = 0;
    for (const { length, buffer } of encodeBody(body).content() as Generator<Uint8Array>) {
      buffers.add(buffer);
      longest = Math.max(longest, length);
    }
    expect(longest).toBeLessThanOrEqual(262_144);
    expect(buffers.size).toBe(1);
  });

  test('is one text where there is no picture in it, and little else', () => {
    expect(encodeBody(['{"a":"', '龙', '"}']).content()).toBe('{"a":"龙"}');
  });

  test('can be read again from its beginning for a resend, also while it is still being read', () => {
    const picture = new Uint8Array(randomBytes(600_000));
    const body = ['{', picture, '}'];
    const encoded = encodeBody(body);
    const first = encoded.content() as Generator<Uint8Array>;
    const begun = Buffer.from(first.next().value as Uint8Array);
    expect(Buffer.concat([...taken(encoded.content())]).equals(whole(body))).toBe(true);
    expect(Buffer.concat([begun, ...taken(first)]).equals(whole(body))).toBe(true);
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
