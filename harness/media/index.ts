import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';

import { SeededRandom } from '../seeded-random.ts';

/** The files that `make.mjs` writes. Kling accepts those in the first two lists, and refuses the rest. */
export const mediaFiles = {
  goodImages: [
    'front-640x640.jpg',
    'side-480x640.png',
    'least-300x300.jpg',
    'least-300x300.png',
    'widest-750x300.jpg',
    'tallest-300x750.png',
    'progressive-640x640.jpg',
    'rotated-600x400.jpg',
    'long-header-640x480.jpg',
  ],
  goodVideos: [
    'wide-5s.mp4',
    'tall-5s.mp4',
    'wide-5s.mov',
    'tall-5s.mov',
    'shortest-3s.mp4',
    'longest-8s.mp4',
    'wide-pixels-5s.mp4',
    'rotated-5s.mp4',
    'without-brand-5s.mov',
    'fragmented-5s.mp4',
    'with-sound-5s.mp4',
  ],
  badImages: [
    'small-299x300.jpg',
    'small-200x150.png',
    'wide-751x300.jpg',
    'tall-300x751.png',
    'small-and-wide-600x200.jpg',
    'image.gif',
    'image.webp',
    'truncated.jpg',
    'truncated.png',
    'truncated-in-header.jpg',
    'webp-named.jpg',
    'page-named.jpg',
    'empty.png',
  ],
  badVideos: [
    'short-2s.mp4',
    'long-10s.mp4',
    'fragmented-10s.mp4',
    '720p-5s.mp4',
    '2160p-5s.mp4',
    'four-thirds-5s.mp4',
    'video.webm',
    'video.avi',
    'only-sound.mp4',
    'truncated.mp4',
    'truncated-without-index.mov',
    'webm-named.mp4',
  ],
} as const;

/** The name of a file in `harness/media/files`. */
export type MediaName = (typeof mediaFiles)[keyof typeof mediaFiles][number];

/** The path of a test file. */
export function mediaPath(name: MediaName): string {
  return join(import.meta.dirname, 'files', name);
}

/** The bytes of a test file. */
export function media(name: MediaName): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(mediaPath(name)));
}

const emptyChunk = 12;
const ihdrEnd = 33;

/**
 * A whole PNG of 480 × 640 pixels and exactly `byteLength` bytes, for sizes that are too large to keep in a
 * repository: a chunk that decoders skip fills it up.
 */
export function pngOfSize(byteLength: number): Uint8Array<ArrayBuffer> {
  const png = media('side-480x640.png');
  const filling = byteLength - png.length - emptyChunk;
  if (filling < 0) throw new RangeError(`A PNG of ${byteLength} bytes is too small to be made here.`);
  const chunk = chunkOf('teSt', Buffer.alloc(filling));
  const filled = new Uint8Array(byteLength);
  filled.set(png.subarray(0, ihdrEnd));
  filled.set(chunk, ihdrEnd);
  filled.set(png.subarray(ihdrEnd), ihdrEnd + chunk.length);
  return filled;
}

/** A PNG of 300 × 300 pixels in all colours: its bytes are as random as those of a photo. */
export function noisyPng(): Uint8Array<ArrayBuffer> {
  const random = new SeededRandom(1);
  const flat = media('least-300x300.png');
  const header = Buffer.from(flat.subarray(0, ihdrEnd));
  // 8 bits in three colours.
  header.set([8, 2, 0, 0, 0], 24);
  header.writeUInt32BE(crc32(header.subarray(12, 29)), 29);
  const row = () => [0, ...Array.from({ length: 900 }, () => random.below(256))];
  const pixels = deflateSync(Buffer.from(Array.from({ length: 300 }, row).flat()));
  return Uint8Array.from(Buffer.concat([header, chunkOf('IDAT', pixels), chunkOf('IEND', Buffer.alloc(0))]));
}

function chunkOf(type: string, body: Buffer): Buffer {
  const chunk = Buffer.alloc(body.length + emptyChunk);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(body, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length);
  return chunk;
}
