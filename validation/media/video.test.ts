import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { limits } from '../limits.ts';
import type { ByteSource } from './byte-source.ts';
import { bytesSource } from './byte-source.ts';
import { checkVideo, measureVideo } from './video.ts';

const file = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(join(import.meta.dirname, '../../harness/media/files', name)));
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
  (await checkVideo(bytesSource(bytes))).map(({ code }) => code);

const box = (type: string, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
};
const ftyp = box('ftyp', Buffer.from('isom\0\0\0\0', 'latin1'));
const mdat = box('mdat', Buffer.alloc(100));

interface VideoFacts {
  width?: number;
  height?: number;
  ticks?: number;
  trackTicks?: number;
  mediaTicks?: number;
  /** Samples in the index and how long each is. */
  samples?: [count: number, ticks: number];
  ticksPerSecond?: number;
  matrix?: number[];
  enabled?: boolean;
  handler?: string;
}
const upright = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];
const quarterTurn = [0, 0x10000, 0, 0xffff0000, 0, 0, 0, 0, 0x40000000];

const track = (facts: VideoFacts = {}): Buffer => {
  const { width = 1920, height = 1080, ticksPerSecond = 1000, matrix = upright, handler = 'vide' } = facts;
  const { trackTicks = facts.ticks ?? 5000, mediaTicks = facts.ticks ?? 5000 } = facts;
  return box(
    'trak',
    box(
      'tkhd',
      words(facts.enabled === false ? 2 : 3, 0, 0, 1, 0, trackTicks, 0, 0, 0, 0, ...matrix),
      words(width * 65536, height * 65536),
    ),
    box(
      'mdia',
      box('mdhd', words(0, 0, 0, ticksPerSecond, mediaTicks, 0)),
      box('hdlr', words(0, 0), Buffer.from(handler, 'latin1'), words(0, 0, 0)),
      box('minf', box('stbl', box('stts', words(0, facts.samples ? 1 : 0, ...(facts.samples ?? []))))),
    ),
  );
};
const moov = (facts: VideoFacts = {}, ...more: Buffer[]): Buffer =>
  box(
    'moov',
    box('mvhd', words(0, 0, 0, facts.ticksPerSecond ?? 1000, facts.ticks ?? 5000)),
    track(facts),
    ...more,
  );
const video = (facts: VideoFacts = {}): Uint8Array => Buffer.concat([ftyp, moov(facts), mdat]);

describe('real videos', () => {
  test.each([
    ['wide-5s.mp4', 'mp4', 1920, 1080, 5, []],
    ['tall-5s.mp4', 'mp4', 1080, 1920, 5, []],
    ['wide-5s.mov', 'mov', 1920, 1080, 5, []],
    ['tall-5s.mov', 'mov', 1080, 1920, 5, []],
    ['shortest-3s.mp4', 'mp4', 1920, 1080, 3, []],
    ['longest-8s.mp4', 'mp4', 1920, 1080, 8, []],
    ['wide-pixels-5s.mp4', 'mp4', 1920, 1080, 5, []],
    ['rotated-5s.mp4', 'mp4', 1080, 1920, 5, []],
    ['without-brand-5s.mov', 'mov', 1920, 1080, 5, []],
    ['fragmented-5s.mp4', 'mp4', 1920, 1080, 5, []],
    ['with-sound-5s.mp4', 'mp4', 1920, 1080, 5, []],
    ['short-2s.mp4', 'mp4', 1920, 1080, 2, ['VIDEO_DURATION']],
    ['long-10s.mp4', 'mp4', 1920, 1080, 10, ['VIDEO_DURATION']],
    ['fragmented-10s.mp4', 'mp4', 1920, 1080, 10, ['VIDEO_DURATION']],
    ['720p-5s.mp4', 'mp4', 1280, 720, 5, ['VIDEO_RESOLUTION']],
    ['2160p-5s.mp4', 'mp4', 3840, 2160, 5, ['VIDEO_RESOLUTION']],
    ['four-thirds-5s.mp4', 'mp4', 1440, 1080, 5, ['VIDEO_RATIO']],
  ])(
    'the video %s is measured as %s, %i × %i, %i s',
    async (name, container, width, height, seconds, issues) => {
      const bytes = file(name);
      const measure = { ok: true, container, width, height, seconds };
      expect(await measureVideo(bytesSource(bytes))).toEqual({ ...measure, byteLength: bytes.length });
      expect(await measureVideo({ ...bytesSource(bytes), size: undefined })).toEqual(measure);
      expect(await codes(bytes)).toEqual(issues);
    },
  );

  test.each([
    [
      'video.webm',
      'VIDEO_FORMAT',
      'The file is a Matroska or WebM video; it must be an MP4 or QuickTime (MOV) video.',
    ],
    [
      'webm-named.mp4',
      'VIDEO_FORMAT',
      'The file is a Matroska or WebM video; it must be an MP4 or QuickTime (MOV) video.',
    ],
    ['video.avi', 'VIDEO_FORMAT', 'The file is an AVI video; it must be an MP4 or QuickTime (MOV) video.'],
    [
      'front-640x640.jpg',
      'VIDEO_FORMAT',
      'The file is a JPEG image; it must be an MP4 or QuickTime (MOV) video.',
    ],
    [
      'page-named.jpg',
      'VIDEO_FORMAT',
      'The file is an HTML page; it must be an MP4 or QuickTime (MOV) video.',
    ],
    ['empty.png', 'VIDEO_UNREADABLE', 'The video is empty (0 bytes); send an MP4 or QuickTime file.'],
    [
      'only-sound.mp4',
      'VIDEO_UNREADABLE',
      'The video is damaged or contains only sound: it has no readable video track; export it again.',
    ],
    [
      'truncated.mp4',
      'VIDEO_UNREADABLE',
      'The video is cut off: its end is missing; send the complete file.',
    ],
    [
      'truncated-without-index.mov',
      'VIDEO_UNREADABLE',
      'The video is cut off: its end is missing; send the complete file.',
    ],
  ])('%s is refused as a video with %s: %s', async (name, code, message) => {
    expect(await checkVideo(bytesSource(file(name)))).toEqual([{ code, message }]);
  });

  test('a video that is cut off anywhere is refused', async () => {
    for (const name of ['wide-5s.mp4', 'wide-5s.mov', 'tall-5s.mp4']) {
      const bytes = file(name);
      for (let length = 12; length < bytes.length; length += 1) {
        expect([name, length, ...(await codes(bytes.subarray(0, length)))]).toEqual([
          name,
          length,
          'VIDEO_UNREADABLE',
        ]);
      }
    }
  });
});

describe('reading by ranges', () => {
  test('the data of a large video are skipped to reach the index after them', async () => {
    const index = moov();
    const dataBytes = 150 * 1024 * 1024;
    const head = Buffer.concat([ftyp, words(1), Buffer.from('mdat', 'latin1'), words(0, dataBytes)]);
    const indexAt = ftyp.length + dataBytes;
    const source = counted({
      size: indexAt + index.length,
      read: (offset, length) =>
        Promise.resolve(
          offset >= indexAt
            ? index.subarray(offset - indexAt, offset - indexAt + length)
            : Buffer.concat([head, Buffer.alloc(length)]).subarray(offset, offset + length),
        ),
    });
    expect(await checkVideo(source)).toEqual([]);
    expect(source.reads).toBe(2);
    expect(source.bytes).toBeLessThan(64 * 1024);
  });

  test('a long video is measured from a few reads of its index', async () => {
    const table = box('free', Buffer.alloc(5_000_000));
    const long = Buffer.concat([ftyp, moov({ ticks: 3_600_000 }, table), mdat]);
    const source = counted(bytesSource(long));
    expect(await measureVideo(source)).toMatchObject({ ok: true, seconds: 3600 });
    expect(source.bytes).toBeLessThan(128 * 1024);
  });

  test('a video whose data run to the end of the file (size 0) is not cut off', async () => {
    const open = Buffer.concat([ftyp, moov(), words(0), Buffer.from('mdat', 'latin1'), Buffer.alloc(50)]);
    expect(await codes(open)).toEqual([]);
  });
});

describe('limits', () => {
  test('a video of 200 MB is allowed, one byte more is not', async () => {
    const { maxBytes } = limits.video;
    const of = (size: number): ByteSource => ({ ...bytesSource(video()), size });
    expect(await checkVideo(of(maxBytes))).toEqual([]);
    expect(await checkVideo(of(maxBytes + 1))).toEqual([
      {
        code: 'VIDEO_TOO_LARGE',
        message: 'The video is 200 MB (209,715,201 bytes), but may be at most 200 MB (209,715,200 bytes).',
        limit: maxBytes,
        actual: maxBytes + 1,
      },
    ]);
  });

  test.each([
    [2899, ['VIDEO_DURATION']],
    [2900, []],
    [8100, []],
    [8101, ['VIDEO_DURATION']],
  ])('a video of %i ms has the issues %j', async (ticks, issues) => {
    expect(await codes(video({ ticks }))).toEqual(issues);
  });

  test.each([
    [1920, 1080, []],
    [1080, 1920, []],
    [1920, 1088, []],
    [1088, 1920, []],
    [1912, 1080, []],
    [1920, 1079, ['VIDEO_RESOLUTION']],
    [1936, 1089, ['VIDEO_RESOLUTION']],
    [2048, 1080, ['VIDEO_RATIO']],
    [1080, 1080, ['VIDEO_RATIO']],
    [640, 480, ['VIDEO_RESOLUTION', 'VIDEO_RATIO']],
  ])('a video of %i × %i has the issues %j', async (width, height, issues) => {
    expect(await codes(video({ width, height }))).toEqual(issues);
  });
});

describe('what the boxes say', () => {
  test('a quarter turn in the matrix swaps the sides of a video', async () => {
    const measure = await measureVideo(bytesSource(video({ matrix: quarterTurn })));
    expect(measure).toMatchObject({ width: 1080, height: 1920 });
  });

  test('when a track has no duration, that of its media counts', async () => {
    for (const trackTicks of [0, 0xffffffff]) {
      const measure = await measureVideo(bytesSource(video({ trackTicks, mediaTicks: 4000 })));
      expect(measure).toMatchObject({ seconds: 4 });
    }
  });

  test('a video without any duration has no issue about it', async () => {
    const bytes = video({ ticks: 0 });
    expect(await measureVideo(bytesSource(bytes))).toMatchObject({ ok: true, seconds: undefined });
    expect(await codes(bytes)).toEqual([]);
  });

  test('a video with 0 ticks a second has no duration', async () => {
    expect(await measureVideo(bytesSource(video({ ticksPerSecond: 0 })))).toMatchObject({
      ok: true,
      seconds: undefined,
    });
  });

  test('of several video tracks the enabled one counts, and the larger of two', async () => {
    const tracks = (...more: Buffer[]): ByteSource =>
      bytesSource(Buffer.concat([ftyp, moov({ width: 160, height: 90 }, ...more), mdat]));
    expect(await measureVideo(tracks(track()))).toMatchObject({ width: 1920 });
    expect(await measureVideo(tracks(track({ enabled: false })))).toMatchObject({ width: 160 });
    expect(await measureVideo(tracks(track({ handler: 'soun' })))).toMatchObject({ width: 160 });
  });

  test('headers of version 1, with times of 64 bits, are read like those of version 0', async () => {
    const version1 = 0x01000003;
    const header = words(
      version1,
      0,
      0,
      0,
      0,
      1,
      0,
      0,
      6000,
      0,
      0,
      0,
      0,
      ...quarterTurn,
      1920 << 16,
      1080 << 16,
    );
    const media = box(
      'mdia',
      box('mdhd', words(version1, 0, 0, 0, 0, 500, 0, 2000, 0)),
      box('hdlr', words(0, 0), Buffer.from('vide', 'latin1'), words(0, 0, 0)),
    );
    const clock = (type: string, ticks: number): Buffer =>
      box(type, words(version1, 0, 0, 0, 0, 1000, 0, ticks, 0));
    const of = (track: Buffer): ByteSource =>
      bytesSource(
        Buffer.concat([ftyp, box('moov', clock('mvhd', 6000), box('trak', box('tkhd', track), media)), mdat]),
      );
    expect(await measureVideo(of(header))).toMatchObject({ width: 1080, height: 1920, seconds: 6 });
    const unknown = Buffer.from(header);
    unknown.fill(0xff, 28, 36);
    expect(await measureVideo(of(unknown))).toMatchObject({ seconds: 4 });
  });

  test('when a track has no display size, that of its coded frames counts', async () => {
    const sample = box('avc1', Buffer.alloc(24), words((1920 << 16) | 1080), Buffer.alloc(50));
    const media = box(
      'mdia',
      box('hdlr', words(0, 0), Buffer.from('vide', 'latin1'), words(0, 0, 0)),
      box('minf', box('stbl', box('stsd', words(0, 1), sample))),
    );
    const header = box('tkhd', words(3, 0, 0, 1, 0, 5000, 0, 0, 0, 0, ...upright, 0, 0));
    const index = box('moov', box('mvhd', words(0, 0, 0, 1000, 5000)), box('trak', header, media));
    const measure = await measureVideo(bytesSource(Buffer.concat([ftyp, index, mdat])));
    expect(measure).toMatchObject({ width: 1920, height: 1080, seconds: 5 });
  });

  test('the total duration that a fragmented video states is used', async () => {
    const extension = box('mvex', box('mehd', words(0, 6000)));
    const bytes = Buffer.concat([ftyp, moov({ ticks: 0 }, extension), box('moof', Buffer.alloc(4)), mdat]);
    expect(await measureVideo(bytesSource(bytes))).toMatchObject({ seconds: 6 });
  });

  test('fragments whose samples all have the default duration are added up', async () => {
    const extension = box('mvex', box('trex', words(0, 1, 1, 40, 0, 0)));
    const fragment = box('moof', box('traf', box('tfhd', words(0, 1)), box('trun', words(0, 50))));
    const parts = [ftyp, moov({ ticks: 0 }, extension), fragment, mdat, fragment, mdat];
    expect(await measureVideo(bytesSource(Buffer.concat(parts)))).toMatchObject({ seconds: 4 });
  });

  test('samples before the fragments of a video are added to its duration', async () => {
    const extension = box('mvex', box('trex', words(0, 1, 1, 40, 0, 0)));
    const fragment = box('moof', box('traf', box('tfhd', words(0, 1)), box('trun', words(0, 50))));
    const index = moov({ ticks: 0, samples: [25, 60] }, extension);
    expect(await measureVideo(bytesSource(Buffer.concat([ftyp, index, mdat, fragment, mdat])))).toMatchObject(
      {
        seconds: 3.5,
      },
    );
  });

  test('fragments without durations leave the duration of a video unknown', async () => {
    const fragment = box('moof', box('traf', box('tfhd', words(0, 1)), box('trun', words(0, 50))));
    const bytes = Buffer.concat([ftyp, moov({ ticks: 0 }, box('mvex')), fragment, mdat]);
    expect(await measureVideo(bytesSource(bytes))).toMatchObject({ ok: true, seconds: undefined });
  });

  test('a video of too many fragments has no known duration, no issue, and takes a bounded number of reads', async () => {
    const extension = box('mvex', box('trex', words(0, 1, 1, 40, 0, 0)));
    const fragment = Buffer.concat([
      box('moof', box('traf', box('tfhd', words(0, 1)), box('trun', words(0, 50)))),
      box('mdat', Buffer.alloc(20_000)),
    ]);
    const parts = [ftyp, moov({ ticks: 0 }, extension), ...Array.from({ length: 500 }, () => fragment)];
    const source = counted(bytesSource(Buffer.concat(parts)));
    expect(await measureVideo(source)).toMatchObject({ ok: true, seconds: undefined });
    expect(source.reads).toBeLessThanOrEqual(128);
  });

  test.each(['heic', 'avif', 'M4A '])('a file of the brand %j is not a video', async (brand) => {
    const bytes = Buffer.concat([box('ftyp', Buffer.from(brand, 'latin1'), words(0)), moov(), mdat]);
    expect(await codes(bytes)).toEqual(['VIDEO_FORMAT']);
    expect(await codes(Buffer.concat([box('free'), bytes]))).toEqual(['VIDEO_FORMAT']);
  });
});

describe('hostile bytes', () => {
  const seeds = [
    'wide-5s.mp4',
    'wide-5s.mov',
    'fragmented-5s.mp4',
    'rotated-5s.mp4',
    'with-sound-5s.mp4',
  ].map(file);

  const bounded = async (bytes: Uint8Array, size: number | undefined): Promise<void> => {
    const source = counted({ ...bytesSource(bytes), size });
    for (const { code, message } of await checkVideo(source)) {
      expect(code).toMatch(/^VIDEO_/);
      expect(message).not.toMatch(/undefined|NaN|Infinity/);
    }
    expect(source.reads).toBeLessThanOrEqual(128);
  };

  const head = (size: number, type: string): Buffer =>
    Buffer.concat([words(size), Buffer.from(type, 'latin1')]);

  test.each([
    ['an index of empty boxes', box('moov', ...Array.from({ length: 100_000 }, () => box('free')))],
    ['a million empty boxes', Buffer.alloc(8_000_000, box('free'))],
    [
      'boxes in boxes',
      Buffer.concat(Array.from({ length: 5000 }, (_, depth) => head(40_008 - depth * 8, 'moov'))),
    ],
    ['a box of size 2', Buffer.concat([ftyp, head(2, 'moov'), moov()])],
    ['a child that outgrows its parent', Buffer.concat([ftyp, box('moov', head(5000, 'trak')), mdat])],
    ['a 64-bit size below its own header', Buffer.concat([ftyp, head(1, 'mdat'), words(0, 8), moov()])],
    [
      'a 64-bit size beyond all files',
      Buffer.concat([ftyp, head(1, 'mdat'), words(0xffffffff, 0xffffffff), moov()]),
    ],
    ['an index without tracks', Buffer.concat([ftyp, box('moov'), mdat])],
    ['an index without media data', Buffer.concat([ftyp, moov()])],
    ['a track of no size', video({ width: 0 })],
  ])('a video with %s is unreadable', async (_what, bytes) => {
    expect(await codes(bytes)).toEqual(['VIDEO_UNREADABLE']);
    await bounded(bytes, undefined);
  });

  test('random bytes after any start of a video give issues, never an exception', async () => {
    const beginnings = fc.constantFrom(
      Buffer.alloc(0),
      ftyp,
      Buffer.concat([ftyp, head(0, 'moov')]),
      head(0, 'mdat'),
    );
    await fc.assert(
      fc.asyncProperty(
        beginnings,
        fc.uint8Array({ maxLength: 2000 }),
        fc.boolean(),
        async (beginning, bytes, known) => {
          const all = Buffer.concat([beginning, bytes]);
          await bounded(all, known ? all.length : undefined);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('damaged videos give issues, never an exception', async () => {
    const damage = fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), damage, fc.nat(12_000), async (seed, changes, length) => {
        const bytes = seed.slice(0, length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        await bounded(bytes, bytes.length);
      }),
      { numRuns: 500 },
    );
  });
});

test('checking a video rejects when its source cannot be read', async () => {
  const broken: ByteSource = { size: 10, read: () => Promise.reject(new Error('gone')) };
  await expect(checkVideo(broken)).rejects.toThrow('gone');
});
