import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { limits } from '../limits.ts';
import { base64Source } from './base64.ts';
import type { ByteSource } from './byte-source.ts';
import { bytesSource } from './byte-source.ts';
import { checkImage, measureImage } from './image.ts';

const file = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(join(import.meta.dirname, '../../harness/media/files', name)));
const join8 = (...parts: ArrayLike<number>[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => Array.from(part)));
const uint16 = (value: number): number[] => [value >> 8, value & 255];
const segment = (marker: number, body: ArrayLike<number>): Uint8Array =>
  join8([0xff, marker], uint16(body.length + 2), body);
const soi = [0xff, 0xd8];
const eoi = [0xff, 0xd9];
const frame = (width: number, height: number, marker = 0xc0): Uint8Array =>
  segment(marker, [8, ...uint16(height), ...uint16(width), 1, 1, 0x11, 0]);
const scan = join8(segment(0xda, [1, 1, 0, 0, 63, 0]), [1, 2, 0xff, 0, 3]);
const exif = (orientation: number, { little = false, directoryAt = 8 } = {}): Uint8Array => {
  const tiff = Buffer.alloc(directoryAt + 18);
  const put16 = (value: number, at: number) =>
    little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const put32 = (value: number, at: number) =>
    little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at);
  put16(little ? 0x4949 : 0x4d4d, 0);
  put16(42, 2);
  put32(directoryAt, 4);
  put16(1, directoryAt);
  put16(0x0112, directoryAt + 2);
  put16(3, directoryAt + 4);
  put32(1, directoryAt + 6);
  put16(orientation, directoryAt + 10);
  return segment(0xe1, join8(Buffer.from('Exif\0\0', 'latin1'), tiff));
};

/** Whole as far as a measure can see: header, checksum and end. */
const png = (width: number, height: number): Uint8Array => {
  const header = Buffer.alloc(17);
  header.write('IHDR', 'latin1');
  header.writeUInt32BE(width, 4);
  header.writeUInt32BE(height, 8);
  header.set([8, 2], 12);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(header));
  const end = Buffer.from('\0\0\0\0IEND\xae\x42\x60\x82', 'latin1');
  return join8(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\r', 'latin1'), header, checksum, end);
};

/** The bytes in front, an end, and nothing but zeros between: a large file that takes no memory. */
const sparse = (head: Uint8Array, end: ArrayLike<number>, size: number): ByteSource => ({
  size,
  read: (offset, length) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    for (let at = 0; at < bytes.length; at += 1)
      bytes[at] = head[offset + at] ?? end[offset + at - size + end.length] ?? 0;
    return Promise.resolve(bytes);
  },
});

const counted = (source: ByteSource): ByteSource & { reads: number; bytes: number } => {
  const counting = {
    size: source.size,
    reads: 0,
    bytes: 0,
    read: async (offset: number, length: number) => {
      const bytes = await source.read(offset, length);
      counting.reads += 1;
      counting.bytes += bytes.length;
      return bytes;
    },
  };
  return counting;
};

const codes = async (bytes: Uint8Array): Promise<string[]> =>
  (await checkImage(bytesSource(bytes))).map(({ code }) => code);

describe('real images', () => {
  test.each([
    ['front-640x640.jpg', 'jpg', 640, 640, []],
    ['side-480x640.png', 'png', 480, 640, []],
    ['least-300x300.jpg', 'jpg', 300, 300, []],
    ['least-300x300.png', 'png', 300, 300, []],
    ['widest-750x300.jpg', 'jpg', 750, 300, []],
    ['tallest-300x750.png', 'png', 300, 750, []],
    ['progressive-640x640.jpg', 'jpg', 640, 640, []],
    ['rotated-600x400.jpg', 'jpg', 400, 600, []],
    ['long-header-640x480.jpg', 'jpg', 640, 480, []],
    ['small-299x300.jpg', 'jpg', 299, 300, ['IMAGE_TOO_SMALL']],
    ['small-200x150.png', 'png', 200, 150, ['IMAGE_TOO_SMALL']],
    ['wide-751x300.jpg', 'jpg', 751, 300, ['IMAGE_RATIO']],
    ['tall-300x751.png', 'png', 300, 751, ['IMAGE_RATIO']],
    ['small-and-wide-600x200.jpg', 'jpg', 600, 200, ['IMAGE_TOO_SMALL', 'IMAGE_RATIO']],
  ])('the image %s is measured as %s, %i × %i', async (name, format, width, height, issues) => {
    const bytes = file(name);
    const measure = { ok: true, format, width, height };
    expect(await measureImage(bytesSource(bytes))).toEqual({ ...measure, byteLength: bytes.length });
    expect(await measureImage(base64Source(Buffer.from(bytes).toString('base64')))).toMatchObject(measure);
    expect(await measureImage({ ...bytesSource(bytes), size: undefined })).toEqual(measure);
    expect(await codes(bytes)).toEqual(issues);
  });

  test.each([
    ['image.gif', 'IMAGE_FORMAT', 'The file is a GIF image; it must be a JPEG or PNG image.'],
    ['image.webp', 'IMAGE_FORMAT', 'The file is a WebP image; it must be a JPEG or PNG image.'],
    ['webp-named.jpg', 'IMAGE_FORMAT', 'The file is a WebP image; it must be a JPEG or PNG image.'],
    ['page-named.jpg', 'IMAGE_FORMAT', 'The file is an HTML page; it must be a JPEG or PNG image.'],
    ['wide-5s.mp4', 'IMAGE_FORMAT', 'The file is an MP4 video; it must be a JPEG or PNG image.'],
    ['empty.png', 'IMAGE_UNREADABLE', 'The image is empty (0 bytes); send a JPEG or PNG.'],
    [
      'truncated.jpg',
      'IMAGE_UNREADABLE',
      'The JPEG image is cut off: its end is missing; send the complete file.',
    ],
    [
      'truncated.png',
      'IMAGE_UNREADABLE',
      'The PNG image is cut off: its end is missing; send the complete file.',
    ],
    [
      'truncated-in-header.jpg',
      'IMAGE_UNREADABLE',
      'The JPEG image is cut off in its header; send the complete file.',
    ],
  ])('%s is refused as an image with %s: %s', async (name, code, message) => {
    expect(await checkImage(bytesSource(file(name)))).toEqual([{ code, message }]);
  });

  test('an image that is cut off anywhere is refused', async () => {
    for (const name of ['least-300x300.jpg', 'least-300x300.png', 'progressive-640x640.jpg']) {
      const bytes = file(name);
      for (let length = 2; length < bytes.length - 1; length += 1) {
        const [code] = await codes(bytes.subarray(0, length));
        expect([name, length, code]).toEqual([
          name,
          length,
          length < 4 && name.endsWith('png') ? 'IMAGE_FORMAT' : 'IMAGE_UNREADABLE',
        ]);
      }
    }
  });

  test('a small image is read once', async () => {
    for (const name of ['front-640x640.jpg', 'side-480x640.png']) {
      for (const size of [file(name).length, undefined]) {
        const source = counted({ ...bytesSource(file(name)), size });
        await checkImage(source);
        expect(source.reads).toBe(1);
      }
    }
  });
});

describe('limits', () => {
  const { maxBytes } = limits.image;

  test('an image of 10 MB is allowed, one byte more is not', async () => {
    const head = png(600, 600);
    const end = head.slice(-8);
    expect(await checkImage(sparse(head.slice(0, 33), end, maxBytes))).toEqual([]);
    expect(await checkImage(sparse(head.slice(0, 33), end, maxBytes + 1))).toEqual([
      {
        code: 'IMAGE_TOO_LARGE',
        message: 'The image is 10 MB (10,485,761 bytes), but may be at most 10 MB (10,485,760 bytes).',
        limit: maxBytes,
        actual: maxBytes + 1,
      },
    ]);
  });

  test('all issues of an image are reported together', async () => {
    const large = { ...bytesSource(png(100, 1000)), size: maxBytes * 2 };
    expect((await checkImage(large)).map(({ code }) => code)).toEqual([
      'IMAGE_TOO_LARGE',
      'IMAGE_TOO_SMALL',
      'IMAGE_RATIO',
    ]);
    const other = { ...bytesSource(Uint8Array.from(Buffer.from('GIF89a'))), size: maxBytes * 2 };
    expect((await checkImage(other)).map(({ code }) => code)).toEqual(['IMAGE_TOO_LARGE', 'IMAGE_FORMAT']);
  });

  test('the sides and the ratio of an image are checked as the API reference says, for any sides', async () => {
    const side = fc.oneof(fc.integer({ min: 290, max: 310 }), fc.integer({ min: 1, max: 20_000 }));
    await fc.assert(
      fc.asyncProperty(side, side, async (width, height) => {
        const expected = [
          ...(width < 300 || height < 300 ? ['IMAGE_TOO_SMALL'] : []),
          ...(width * 2 > height * 5 || height * 2 > width * 5 ? ['IMAGE_RATIO'] : []),
        ];
        expect(await codes(png(width, height))).toEqual(expected);
        expect(await codes(join8(soi, frame(width, height), scan, eoi))).toEqual(expected);
      }),
    );
  });
});

describe('JPEG headers', () => {
  const jpeg = (...header: ArrayLike<number>[]): ByteSource => bytesSource(join8(soi, ...header, scan, eoi));

  test.each([1, 2, 3, 4])('EXIF orientation %i keeps the sides', async (orientation) => {
    expect(await measureImage(jpeg(exif(orientation), frame(600, 400)))).toMatchObject({
      width: 600,
      height: 400,
    });
  });

  test.each([5, 6, 7, 8])('EXIF orientation %i swaps the sides', async (orientation) => {
    for (const options of [{ little: false }, { little: true }, { directoryAt: 26 }]) {
      const source = jpeg(exif(orientation, options), frame(600, 400));
      expect(await measureImage(source)).toMatchObject({ width: 400, height: 600 });
    }
  });

  test.each([0, 9, 65535])(
    'EXIF orientation %i, which does not exist, changes nothing',
    async (orientation) => {
      expect(await measureImage(jpeg(exif(orientation), frame(600, 400)))).toMatchObject({
        width: 600,
        height: 400,
      });
    },
  );

  test('broken EXIF data change nothing', async () => {
    const whole = exif(6);
    for (let length = 4; length < whole.length; length += 1) {
      const source = jpeg(segment(0xe1, whole.slice(4, length)), frame(600, 400));
      expect(await measureImage(source)).toMatchObject({ ok: true });
    }
  });

  test.each([0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca])('a JPEG frame with marker %i is read', async (marker) => {
    expect(await measureImage(jpeg(frame(600, 400, marker)))).toMatchObject({ width: 600, height: 400 });
  });

  test('tables, fill bytes and stray bytes may come before the frame of a JPEG', async () => {
    const table = segment(0xc4, new Uint8Array(30).fill(0xc0));
    const source = jpeg(
      [0xff, 0xff],
      table,
      [0xff, 0xff, 0xff],
      segment(0xdb, [0]),
      [0, 0, 0xff, 0],
      frame(600, 400),
    );
    expect(await measureImage(source)).toMatchObject({ width: 600, height: 400 });
  });

  test('a JPEG header of megabytes is read in few, growing reads', async () => {
    const profile = segment(0xe2, new Uint8Array(65_533));
    const head = join8(soi, ...Array.from({ length: 60 }, () => profile), frame(600, 400), scan);
    const source = counted(bytesSource(join8(head, new Uint8Array(1_000_000), eoi)));
    expect(await measureImage(source)).toMatchObject({ ok: true, width: 600, height: 400 });
    expect(source.reads).toBeLessThan(12);
  });

  test('bytes after the end of an image are tolerated', async () => {
    for (const length of [1, 4094, 4095, 4096, 300_000]) {
      for (const name of ['front-640x640.jpg', 'side-480x640.png']) {
        const source = bytesSource(join8(file(name), new Uint8Array(length).fill(7)));
        expect(await measureImage(source)).toMatchObject({ ok: true });
      }
    }
  });

  test.each([
    ['no frame', [soi, scan, eoi]],
    ['no height', [soi, frame(600, 0), scan, eoi]],
    ['no data', [soi, frame(600, 400), eoi]],
    ['an impossible segment', [soi, [0xff, 0xe0, 0, 1], frame(600, 400), scan, eoi]],
    ['a header that is mostly garbage', [soi, new Uint8Array(5000), frame(600, 400), scan, eoi]],
    ['only fill bytes', [soi, new Uint8Array(100_000).fill(0xff)]],
    ['only zeros', [soi, new Uint8Array(100_000)]],
    ['only empty segments', [soi, ...Array.from({ length: 3000 }, () => segment(0xfe, []))]],
    ['an end mark in its header only', [soi, segment(0xe1, eoi), frame(600, 400), scan]],
  ])('a JPEG with %s is unreadable', async (_what, parts) => {
    expect(await codes(join8(...parts))).toEqual(['IMAGE_UNREADABLE']);
  });
});

test('a PNG whose header does not match its checksum is unreadable', async () => {
  const bytes = png(600, 600);
  bytes[19] = 1;
  expect(await codes(bytes)).toEqual(['IMAGE_UNREADABLE']);
});

test('checking an image rejects when its source cannot be read', async () => {
  const broken: ByteSource = { size: 10, read: () => Promise.reject(new Error('gone')) };
  await expect(checkImage(broken)).rejects.toThrow('gone');
});

describe('hostile bytes', () => {
  const allowed = /^IMAGE_/;
  const seeds = [
    'front-640x640.jpg',
    'progressive-640x640.jpg',
    'rotated-600x400.jpg',
    'side-480x640.png',
  ].map(file);

  const bounded = async (bytes: Uint8Array, size: number | undefined): Promise<void> => {
    const source = counted({ ...bytesSource(bytes), size });
    for (const { code, message } of await checkImage(source)) {
      expect(code).toMatch(allowed);
      expect(message).not.toMatch(/undefined|NaN|Infinity/);
    }
    expect(source.bytes).toBeLessThanOrEqual(3 * bytes.length + 1);
  };

  test('random bytes after any start of an image give issues, never an exception', async () => {
    const beginnings = fc.constantFrom([], soi, [0xff, 0xd8, 0xff, 0xe1], [...png(600, 600).slice(0, 33)]);
    await fc.assert(
      fc.asyncProperty(
        beginnings,
        fc.uint8Array({ maxLength: 2000 }),
        fc.boolean(),
        async (beginning, bytes, known) => {
          const all = join8(beginning, bytes);
          await bounded(all, known ? all.length : undefined);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('damaged images give issues, never an exception', async () => {
    const damage = fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), damage, fc.nat(3000), async (seed, changes, length) => {
        const bytes = seed.slice(0, length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        await bounded(bytes, bytes.length);
      }),
      { numRuns: 500 },
    );
  });

  test('an image of 10 MB without an end mark is read once and refused', async () => {
    for (const filling of [0x00, 0xff, 0xd9]) {
      const bytes = new Uint8Array(limits.image.maxBytes).fill(filling);
      bytes.set(join8(soi, frame(600, 400), segment(0xda, [1, 1, 0, 0, 63, 0])));
      const source = counted(bytesSource(bytes));
      expect(await checkImage(source)).toMatchObject([{ code: 'IMAGE_UNREADABLE' }]);
      expect(source.bytes).toBeLessThan(bytes.length + 64 * 1024);
    }
  });
});
