import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { checkBase64Image } from './base64-image.ts';
import { readBase64 } from './base64.ts';

const file = (name: string) => readFileSync(join(import.meta.dirname, '../../harness/media/files', name));
const encode = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const codesOf = async (base64: string) => (await checkBase64Image(base64)).map(({ code }) => code);

/** Bytes as random as the compressed data of a photo. */
const noise = Uint8Array.from({ length: 60_000 }, (_byte, index) => Math.imul(index + 1, 0x9e3779b1) >>> 13);

function noisyJpeg(): Uint8Array {
  const flat = file('front-640x640.jpg');
  const scan = flat.indexOf(Buffer.from([0xff, 0xda]));
  const data = scan + 2 + flat.readUInt16BE(scan + 2);
  const stuffed = [...noise].flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
  return Buffer.concat([flat.subarray(0, data), Buffer.from(stuffed), Buffer.from([0xff, 0xd9])]);
}

function noisyPng(): Uint8Array {
  const flat = file('side-480x640.png');
  const chunk = Buffer.concat([Buffer.from('....IDAT'), noise, Buffer.from('....')]);
  chunk.writeUInt32BE(noise.length, 0);
  return Buffer.concat([flat.subarray(0, 33), chunk, flat.subarray(33)]);
}

describe.each([
  ['JPEG', noisyJpeg()],
  ['PNG', noisyPng()],
])('a %s', (format, bytes) => {
  const whole = encode(bytes);

  test(`a whole ${format} has no issue`, async () => {
    expect(await codesOf(whole)).toEqual([]);
  });

  test(`a ${format} whose Base64 lost its plus signs is NOT_BASE64, at every length that decodes`, async () => {
    const lost = whole.replaceAll('+', '');
    const header = whole.slice(0, 1200).replaceAll('+', '/');
    for (const text of [lost, header + whole.slice(1200).replaceAll('+', '')]) {
      for (const cut of [0, 1, 2, 3]) {
        const shortened = text.slice(0, text.length - cut).replace(/=+$/, '');
        if (readBase64(shortened).ok) expect(await codesOf(shortened)).toEqual(['NOT_BASE64']);
      }
    }
  });
});

test.each(['front-640x640.jpg', 'progressive-640x640.jpg', 'long-header-640x480.jpg', 'side-480x640.png'])(
  'the Base64 of %s without plus signs by chance has no issue',
  async (name) => {
    // Zeros after an image do no harm, and make the text long enough to lack plus signs.
    const text = encode(Buffer.concat([file(name), Buffer.alloc(3000)]));
    const { length } = text.replaceAll('+', '');
    if (length === text.length) expect(await codesOf(text)).toEqual([]);
  },
);

test('an image that is cut off is IMAGE_UNREADABLE when its Base64 has plus signs', async () => {
  expect(await codesOf(encode(noisyPng().subarray(0, 30_000)))).toEqual(['IMAGE_UNREADABLE']);
});
