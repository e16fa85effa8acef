import { type InputIssue, type Issue, UrlIssueError } from '../issues.ts';
import { base64Source } from '../media/base64.ts';
import { type ByteSource, bytesSource } from '../media/byte-source.ts';
import { checkImage } from '../media/image.ts';
import { checkVideo } from '../media/video.ts';
import { type CreateElementInput, parseCreateElement } from './create-element.ts';
import type { InputOptions } from './fields.ts';
import { mediaInInput, type PlacedMedia } from './media-in-input.ts';

export interface CheckOptions extends InputOptions {
  /** Opens what is behind an address for reading in ranges; without it, addresses are judged by their text alone. */
  readonly openUrl?: (url: string) => Promise<ByteSource>;
  /** What is in there is not looked at again; what a look finds to be fine is put in. */
  readonly verifiedMedia?: VerifiedMedia;
}

/** Media behind addresses in which earlier looks found nothing wrong. A `Map` is one; it may forget. */
export interface VerifiedMedia {
  has(media: string): boolean;
  set(media: string, fine: true): unknown;
}

export type Checked = { readonly warnings: readonly InputIssue[] } & (
  | { readonly ok: true; readonly input: CreateElementInput }
  | { readonly ok: false; readonly issues: readonly InputIssue[] }
);

/**
 * Judges a create before Kling is asked: its words and its media, all issues at once, with paths in the canonical
 * input. What could not be read from here is a warning: Kling may reach it all the same.
 */
export async function checkCreateElement(raw: unknown, options: CheckOptions): Promise<Checked> {
  const parsed = parseCreateElement(raw, options);
  const judge = judgeOf(options);
  const findings = await Promise.all(
    mediaInInput(raw, options).map(async ({ path, ...media }) =>
      (await judge(media)).map((issue): InputIssue => ({ ...issue, path })),
    ),
  );
  const found = findings.flat();
  const warnings = found.filter(({ code }) => code === 'URL_UNREADABLE');
  const issues = [
    ...(parsed.ok ? [] : parsed.issues),
    ...found.filter(({ code }) => code !== 'URL_UNREADABLE'),
  ];
  return parsed.ok && issues.length === 0 ? { ...parsed, warnings } : { ok: false, issues, warnings };
}

type Media = PlacedMedia extends infer One ? (One extends unknown ? Omit<One, 'path'> : never) : never;

/** One look for each address, however often the input names it. */
function judgeOf({
  openUrl,
  verifiedMedia = new Map(),
}: CheckOptions): (media: Media) => Promise<readonly Issue[]> {
  const looks = new Map<string, Promise<readonly Issue[]>>();
  return (media) => {
    const check = media.kind === 'image' ? checkImage : checkVideo;
    if ('bytes' in media) return check(bytesSource(media.bytes));
    if ('base64' in media) return check(base64Source(media.base64));
    if (openUrl === undefined) return Promise.resolve([]);
    const key = `${media.kind} ${media.url}`;
    if (verifiedMedia.has(key)) return Promise.resolve([]);
    const look = looks.get(key) ?? lookAt(media.url, openUrl, check);
    looks.set(key, look);
    return look.then((issues) => {
      if (issues.length === 0) verifiedMedia.set(key, true);
      return issues;
    });
  };
}

async function lookAt(
  url: string,
  openUrl: (url: string) => Promise<ByteSource>,
  check: (source: ByteSource) => Promise<readonly Issue[]>,
): Promise<readonly Issue[]> {
  try {
    return await check(await openUrl(url));
  } catch (error) {
    if (error instanceof UrlIssueError) return [error.issue];
    throw error;
  }
}
