import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { formatPath, UrlIssueError } from '../issues.ts';
import { type ByteSource, bytesSource } from '../media/byte-source.ts';
import { checkCreateElement, type CheckOptions } from './check.ts';

const file = (name: string): Uint8Array =>
  readFileSync(join(import.meta.dirname, '../../harness/media/files', name));
const good = file('front-640x640.jpg');
const small = file('small-200x150.png');
const input = (frontal: unknown, others: unknown[]) => ({
  name: 'Maja',
  description: 'A girl',
  reference: { images: { frontal, others } },
});

const judge = async (raw: unknown, options: Partial<CheckOptions> = {}) => {
  const verdict = await checkCreateElement(raw, { allowPrivateUrls: true, ...options });
  const summaryOf = (list: readonly { path: readonly (string | number)[]; code: string }[]) =>
    list.map(({ path, code }) => `${formatPath(path)} ${code}`);
  return { issues: verdict.ok ? [] : summaryOf(verdict.issues), warnings: summaryOf(verdict.warnings) };
};

test('images are measured in every place and in every form', async () => {
  const raw = input({ bytes: small }, [{ base64: Buffer.from(small).toString('base64') }, { bytes: good }]);
  expect(await judge(raw)).toEqual({
    issues: [
      'reference.images.frontal.bytes IMAGE_TOO_SMALL',
      'reference.images.others[0].base64 IMAGE_TOO_SMALL',
    ],
    warnings: [],
  });
});

test('issues of text fields and of media are reported together', async () => {
  const { issues } = await judge({ ...input({ bytes: small }, [{ bytes: good }]), name: '' });
  expect(issues).toEqual(['name REQUIRED', 'reference.images.frontal.bytes IMAGE_TOO_SMALL']);
});

test('without a way to open URLs, only their text is checked', async () => {
  expect(await judge(input({ url: 'http://127.0.0.1/a' }, [{ bytes: good }]))).toEqual({
    issues: [],
    warnings: [],
  });
});

test('the URL that is checked is the one that Kling gets: of the file behind a share link, as browsers send it', async () => {
  const opened: string[] = [];
  const raw = input({ url: ' https://drive.google.com/file/d/1aB3/view' }, [
    { url: 'https://a.org/ä b.png' },
  ]);
  const verdict = await checkCreateElement(raw, {
    allowPrivateUrls: false,
    openUrl: (url) => {
      opened.push(url);
      return Promise.resolve(bytesSource(good));
    },
  });
  const [drive, other] = [
    'https://drive.google.com/uc?export=download&id=1aB3',
    'https://a.org/%C3%A4%20b.png',
  ] as const;
  expect(opened).toEqual([drive, other]);
  expect(verdict).toMatchObject({
    ok: true,
    input: { reference: { images: { frontal: { url: drive }, others: [{ url: other }] } } },
  });
});

test('a URL whose media an earlier check verified is not opened again; every other URL is', async () => {
  const verifiedMedia = new Map<string, true>();
  const mediaAt: Record<string, () => Promise<ByteSource>> = {
    'https://a.org/good.jpg': () => Promise.resolve(bytesSource(good)),
    'https://a.org/small.png': () => Promise.resolve(bytesSource(small)),
    'https://a.org/away.jpg': () =>
      Promise.reject(new UrlIssueError({ code: 'URL_UNREADABLE', message: 'Not there.' })),
  };
  const raw = input({ url: 'https://a.org/good.jpg' }, [
    { url: 'https://a.org/small.png' },
    { url: 'https://a.org/away.jpg' },
  ]);
  const opened: string[][] = [[], []];
  const verdicts = [];
  for (const urls of opened) {
    const openUrl = (url: string) => {
      urls.push(url);
      return mediaAt[url]?.() ?? Promise.reject(new Error(url));
    };
    verdicts.push(await judge(raw, { openUrl, verifiedMedia }));
  }
  expect(opened).toEqual([Object.keys(mediaAt), Object.keys(mediaAt).slice(1)]);
  expect(verdicts[1]).toEqual(verdicts[0]);
  expect(verdicts[1]?.issues).toHaveLength(1);
  expect(verdicts[1]?.warnings).toHaveLength(1);
});

test('a URL that was verified as an image is not taken for a verified video', async () => {
  const verifiedMedia = new Map<string, true>();
  const openUrl = () => Promise.resolve(bytesSource(good));
  const at = { url: 'https://a.org/good.jpg' };
  expect((await judge(input(at, [at]), { openUrl, verifiedMedia })).issues).toEqual([]);
  const { issues } = await judge(
    { name: 'Maja', description: 'A girl', reference: { video: at } },
    { openUrl, verifiedMedia },
  );
  expect(issues).toEqual(['reference.video.url VIDEO_FORMAT']);
});

test('the media at a URL are measured, and each URL is opened once', async () => {
  const opened: string[] = [];
  const openUrl = (url: string) => {
    opened.push(url);
    return Promise.resolve(bytesSource(small));
  };
  const verdict = await judge(input({ url: 'https://a.org/s.png' }, [{ url: 'https://a.org/s.png' }]), {
    openUrl,
  });
  expect(verdict.issues).toEqual([
    'reference.images.frontal.url IMAGE_TOO_SMALL',
    'reference.images.others[0].url IMAGE_TOO_SMALL',
  ]);
  expect(opened).toEqual(['https://a.org/s.png']);
});

test('a URL that could not be read is a warning, one that is not public is an issue', async () => {
  const openUrl = (url: string) =>
    Promise.reject(
      new UrlIssueError({
        code: url.includes('private') ? 'URL_NOT_PUBLIC' : 'URL_UNREADABLE',
        message: 'So it is.',
      }),
    );
  const raw = input({ url: 'https://slow.org/a' }, [{ url: 'https://private.org/a' }]);
  expect(await judge(raw, { openUrl })).toEqual({
    issues: ['reference.images.others[0].url URL_NOT_PUBLIC'],
    warnings: ['reference.images.frontal.url URL_UNREADABLE'],
  });
});

test('the video at a URL is measured as a video', async () => {
  const raw = { name: 'Maja', description: 'A girl', reference: { video: { url: 'https://a.org/v.mp4' } } };
  const open = (name: string) => ({ openUrl: () => Promise.resolve(bytesSource(file(name))) });
  expect(await judge(raw, open('wide-5s.mp4'))).toEqual({ issues: [], warnings: [] });
  expect((await judge(raw, open('short-2s.mp4'))).issues).toEqual(['reference.video.url VIDEO_DURATION']);
});

test('an error of the program is not taken for an issue of the URL', async () => {
  const openUrl = () => Promise.reject(new TypeError('broken'));
  await expect(judge(input({ url: 'https://a.org/a' }, [{ bytes: good }]), { openUrl })).rejects.toThrow(
    'broken',
  );
});
