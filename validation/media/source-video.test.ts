import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { bytesSource } from './byte-source.ts';
import { checkSourceVideo } from './source-video.ts';

const file = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(join(import.meta.dirname, '../../harness/media/files', name)));

/** The same video with the sides that its track header says. */
function resized(bytes: Uint8Array, width: number, height: number): Uint8Array {
  const video = Buffer.from(bytes);
  const header = video.indexOf('tkhd') + 4;
  video.writeUInt32BE(width * 65_536, header + 76);
  video.writeUInt32BE(height * 65_536, header + 80);
  return video;
}

test.each([
  ['wide-5s.mp4', []],
  ['720p-5s.mp4', []],
  ['2160p-5s.mp4', []],
  ['four-thirds-5s.mp4', []],
  ['long-10s.mp4', []],
  ['tall-5s.mov', []],
  ['short-2s.mp4', ['VIDEO_DURATION']],
  ['video.webm', ['VIDEO_FORMAT']],
  ['truncated.mp4', ['VIDEO_UNREADABLE']],
])('%s as the source of a generation has the issues %j', async (name, codes) => {
  expect((await checkSourceVideo(bytesSource(file(name)))).map(({ code }) => code)).toEqual(codes);
});

test.each([
  [700, 700, undefined],
  [699, 1200, { limit: 700, actual: 699 }],
  [1200, 699, { limit: 700, actual: 699 }],
  [4553, 1821, undefined],
  [4554, 1000, { limit: 4553, actual: 4554 }],
  [4553, 1822, { limit: 8_294_400, actual: 4553 * 1822 }],
])('a source of %i × %i pixels is beyond %o', async (width, height, beyond) => {
  const issues = await checkSourceVideo(bytesSource(resized(file('wide-5s.mp4'), width, height)));
  expect(issues).toEqual(
    beyond === undefined ? [] : [expect.objectContaining({ code: 'VIDEO_RESOLUTION', ...beyond })],
  );
});

test('a source of more than 200 MB is too large', async () => {
  const source = { ...bytesSource(file('wide-5s.mp4')), size: 200 * 1024 * 1024 + 1 };
  const limit = 200 * 1024 * 1024;
  expect(await checkSourceVideo(source)).toContainEqual(
    expect.objectContaining({ code: 'VIDEO_TOO_LARGE', limit, actual: limit + 1 }),
  );
});
