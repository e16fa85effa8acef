import { randomBytes } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';
import { createElementBody, type RequestBody } from '@kling-elements/validation';
import fc from 'fast-check';

import { encodeBody } from './request-body.ts';

/** Copies each chunk before requesting the next, which overwrites it, as a connection does. */
function* copied(content: string | Generator<Uint8Array, void>) {
  if (typeof content === 'string') yield Buffer.from(content);
  else for (const chunk of content) yield Buffer.from(chunk);
}

const bytesOf = (body: RequestBody) => Buffer.concat([...copied(encodeBody(body).content())]);

/** The body by its definition, encoded at once. */
const expected = (body: RequestBody) =>
  Buffer.from(
    body.map((piece) => (typeof piece === 'string' ? piece : Buffer.from(piece).toString('base64'))).join(''),
  );

describe('an encoded body', () => {
  test('a body is its strings in UTF-8 and its bytes in Base64, and has the announced length', () => {
    const strings = fc.string({ unit: 'grapheme', maxLength: 40 });
    const piece = fc.oneof(strings, fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (body) => {
        expect(bytesOf(body).equals(expected(body))).toBe(true);
        expect(encodeBody(body).contentLength).toBe(expected(body).length);
      }),
    );
  });

  test.each([0, 1, 2, 3, 49_151, 49_152, 49_153, 98_304, 200_001])(
    'a body encodes an image of %i bytes in parts without padding between them',
    (length) => {
      const image = new Uint8Array(randomBytes(length));
      const body = ['{"a":"', image, '"}'];
      expect(bytesOf(body).equals(expected(body))).toBe(true);
      expect(encodeBody(body).contentLength).toBe(expected(body).length);
    },
  );

  test('a body can contain an image that is a view of a larger buffer', () => {
    const view = new Uint8Array(randomBytes(100)).subarray(10, 60);
    expect(bytesOf([view]).toString()).toBe(Buffer.from(view).toString('base64'));
  });

  test.each([0, 1])(
    'a body splits no character of a long string (surrogate pairs from index %i)',
    (shift) => {
      const body = ['x'.repeat(shift) + '🐉'.repeat(100_000)];
      expect(bytesOf(body).equals(expected(body))).toBe(true);
      expect(encodeBody(body).contentLength).toBe(expected(body).length);
    },
  );

  test('a body has the announced length even if a string contains lone surrogates', () => {
    const body = ['\ud83d', 'a\ude00b', `${'x'.repeat(65_535)}\ud83d`];
    expect(bytesOf(body)).toHaveLength(encodeBody(body).contentLength);
  });

  test('a large body comes in small chunks that all use the same memory', () => {
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

  test('a short body without images is a single string', () => {
    expect(encodeBody(['{"a":"', '龙', '"}']).content()).toBe('{"a":"龙"}');
  });

  test('a body can be read again from its start for a retry, even while it is being read', () => {
    const image = new Uint8Array(randomBytes(600_000));
    const body = ['{', image, '}'];
    const encoded = encodeBody(body);
    const first = encoded.content() as Generator<Uint8Array>;
    const started = Buffer.from(first.next().value as Uint8Array);
    expect(Buffer.concat([...copied(encoded.content())]).equals(expected(body))).toBe(true);
    expect(Buffer.concat([started, ...copied(first)]).equals(expected(body))).toBe(true);
  });

  test('the body of a create is the JSON that Kling expects', () => {
    const image = new Uint8Array(randomBytes(60_000));
    const body = createElementBody(
      {
        name: '龙',
        description: 'A dragon',
        reference: {
          images: { frontal: { bytes: image }, others: [{ url: 'https://example.com/?a="b"' }] },
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
      element_image_list: { frontal_image: Buffer.from(image).toString('base64') },
      external_task_id: 'mine',
    });
  });
});
