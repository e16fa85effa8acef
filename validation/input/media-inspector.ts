import { type InputIssue, type Issue, UrlIssueError } from '../issues.ts';
import { checkBase64Image } from '../media/base64-image.ts';
import { type ByteSource, bytesSource } from '../media/byte-source.ts';
import { checkImage } from '../media/image.ts';
import { checkSourceVideo } from '../media/source-video.ts';
import { checkVideo } from '../media/video.ts';
import type { InputOptions } from './fields.ts';
import type { PlacedMedia } from './media-in-input.ts';

export interface MediaOptions extends InputOptions {
  /** Opens the file at a URL for reading in ranges. Without it, only the text of URLs is checked. */
  readonly openUrl?: (url: string) => Promise<ByteSource>;
  /** Media in this set are not inspected again; media without issues are added to it. */
  readonly verifiedMedia?: VerifiedMedia;
}

/** Media at URLs in which earlier checks found no issues. A `Map` will do; entries may be dropped at any time. */
export interface VerifiedMedia {
  has(media: string): boolean;
  set(media: string, verified: true): unknown;
}

/**
 * Inspects the content of media. Those that cannot be read are a warning only: Kling may still be able to read them.
 */
export async function inspectMedia(
  media: readonly PlacedMedia[],
  options: MediaOptions,
): Promise<{ readonly issues: readonly InputIssue[]; readonly warnings: readonly InputIssue[] }> {
  const inspect = createInspector(options);
  const findings = await Promise.all(
    media.map(async ({ path, ...one }) =>
      (await inspect(one)).map((issue): InputIssue => ({ ...issue, path })),
    ),
  );
  const found = findings.flat();
  return {
    issues: found.filter(({ code }) => code !== 'URL_UNREADABLE'),
    warnings: found.filter(({ code }) => code === 'URL_UNREADABLE'),
  };
}

type Media = PlacedMedia extends infer One ? (One extends unknown ? Omit<One, 'path'> : never) : never;

const checks = { image: checkImage, video: checkVideo, sourceVideo: checkSourceVideo } as const;

/** Inspects each URL once, however often the input contains it. */
function createInspector({
  openUrl,
  verifiedMedia = new Map(),
}: MediaOptions): (media: Media) => Promise<readonly Issue[]> {
  const inspections = new Map<string, Promise<readonly Issue[]>>();
  return (media) => {
    const check = checks[media.kind];
    if ('bytes' in media) return check(bytesSource(media.bytes));
    if ('base64' in media) return checkBase64Image(media.base64);
    if (openUrl === undefined) return Promise.resolve([]);
    const key = `${media.kind} ${media.url}`;
    if (verifiedMedia.has(key)) return Promise.resolve([]);
    const inspection = inspections.get(key) ?? inspectUrl(media.url, openUrl, check);
    inspections.set(key, inspection);
    return inspection.then((issues) => {
      if (issues.length === 0) verifiedMedia.set(key, true);
      return issues;
    });
  };
}

async function inspectUrl(
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
