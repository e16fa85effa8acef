import { type InputIssue, type Issue, UrlIssueError } from '../issues.ts';
import { checkBase64Image } from '../media/base64-image.ts';
import { type ByteSource, bytesSource } from '../media/byte-source.ts';
import { checkImage } from '../media/image.ts';
import { checkVideo } from '../media/video.ts';
import { type CreateElementInput, parseCreateElement } from './create-element.ts';
import type { InputOptions } from './fields.ts';
import { mediaInInput, type PlacedMedia } from './media-in-input.ts';

export interface CheckOptions extends InputOptions {
  /** Opens the file at a URL for reading in ranges. Without it, only the text of URLs is checked. */
  readonly openUrl?: (url: string) => Promise<ByteSource>;
  /** Media in this set are not inspected again; media without issues are added to it. */
  readonly verifiedMedia?: VerifiedMedia;
  /** Whether Kling lists a voice; undefined if that cannot be found out. Without it, voices are not checked. */
  readonly hasVoice?: (id: string) => Promise<boolean | undefined>;
}

/** Media at URLs in which earlier checks found no issues. A `Map` will do; entries may be dropped at any time. */
export interface VerifiedMedia {
  has(media: string): boolean;
  set(media: string, verified: true): unknown;
}

export type Checked = { readonly warnings: readonly InputIssue[] } & (
  | { readonly ok: true; readonly input: CreateElementInput }
  | { readonly ok: false; readonly issues: readonly InputIssue[] }
);

/**
 * Checks the input of a create, its text and its media, before Kling is called. Reports all issues at once, with
 * paths in the canonical input. Media that cannot be read, and voices that are not listed, are a warning only: Kling
 * may still accept them.
 */
export async function checkCreateElement(raw: unknown, options: CheckOptions): Promise<Checked> {
  const parsed = parseCreateElement(raw, options);
  const inspect = createInspector(options);
  const [voice, ...findings] = await Promise.all([
    voiceWarnings(raw, options),
    ...mediaInInput(raw, options).map(async ({ path, ...media }) =>
      (await inspect(media)).map((issue): InputIssue => ({ ...issue, path })),
    ),
  ]);
  const found = findings.flat();
  const warnings = [...found.filter(({ code }) => code === 'URL_UNREADABLE'), ...voice];
  const issues = [
    ...(parsed.ok ? [] : parsed.issues),
    ...found.filter(({ code }) => code !== 'URL_UNREADABLE'),
  ];
  return parsed.ok && issues.length === 0 ? { ...parsed, warnings } : { ok: false, issues, warnings };
}

/** Kling documents no rule for voices, so one that it does not list is for Kling to refuse. */
async function voiceWarnings(raw: unknown, { hasVoice }: CheckOptions): Promise<InputIssue[]> {
  const { voiceId } = Object(raw) as { readonly voiceId?: unknown };
  if (hasVoice === undefined || typeof voiceId !== 'string' || voiceId.trim() === '') return [];
  const isListed = await hasVoice(voiceId.trim());
  if (isListed === true) return [];
  const message =
    isListed === undefined
      ? "Kling's voices cannot be read at the moment, so nobody has checked whether this one exists."
      : 'Kling lists no voice with this ID; check it, and that the voice has not been deleted.';
  return [{ path: ['voiceId'], code: 'NOT_A_CHOICE', message }];
}

type Media = PlacedMedia extends infer One ? (One extends unknown ? Omit<One, 'path'> : never) : never;

/** Inspects each URL once, however often the input contains it. */
function createInspector({
  openUrl,
  verifiedMedia = new Map(),
}: CheckOptions): (media: Media) => Promise<readonly Issue[]> {
  const inspections = new Map<string, Promise<readonly Issue[]>>();
  return (media) => {
    const check = media.kind === 'image' ? checkImage : checkVideo;
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
