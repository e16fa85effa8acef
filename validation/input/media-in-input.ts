import type { Path } from '../issues.ts';
import { limits } from '../limits.ts';
import { readBase64 } from '../media/base64.ts';
import { parseMediaUrl } from './media-url.ts';

/** What a file of an input is for, on which its limits depend. */
export type MediaKind = 'image' | 'video' | 'sourceVideo';

/** An image or a video of an input, with its path, in the form it was provided. */
export type PlacedMedia = { readonly path: Path; readonly kind: MediaKind } & (
  { readonly url: string } | { readonly base64: string } | { readonly bytes: Uint8Array }
);

/**
 * The media in an input that can be inspected, whatever else is wrong with it, so that all issues are reported at
 * once, with URLs as Kling will get them. What is not a URL, Base64 or bytes is omitted, as the schema reports it.
 */
export function mediaInInput(
  raw: unknown,
  { allowPrivateUrls }: { readonly allowPrivateUrls: boolean },
): PlacedMedia[] {
  const reference = field(raw, 'reference');
  const images = field(reference, 'images');
  const others = field(images, 'others');
  const found = [
    ...mediaAt(['reference', 'images', 'frontal'], 'image', field(images, 'frontal')),
    ...(Array.isArray(others) ? others : [])
      .slice(0, limits.otherImagesMax)
      .flatMap((image, index) => mediaAt(['reference', 'images', 'others', index], 'image', image)),
    ...mediaAt(['reference', 'video'], 'video', field(reference, 'video')),
  ];
  return withParsedUrls(found, allowPrivateUrls);
}

/** With URLs as Kling will get them; what is not a URL is omitted. */
export function withParsedUrls(found: readonly PlacedMedia[], allowPrivateUrls: boolean): PlacedMedia[] {
  return found.flatMap((media): PlacedMedia[] => {
    if (!('url' in media)) return [media];
    const parsed = parseMediaUrl(media.url, { allowPrivate: allowPrivateUrls });
    return parsed.ok ? [{ ...media, url: parsed.url }] : [];
  });
}

/** What is at a place: nothing, if it is not a URL, Base64 or bytes. Videos are URLs only. */
export function mediaAt(path: Path, kind: MediaKind, value: unknown): PlacedMedia[] {
  const url = field(value, 'url');
  if (typeof url === 'string') return [{ path: [...path, 'url'], kind, url }];
  if (kind !== 'image') return [];
  const bytes = field(value, 'bytes');
  if (bytes instanceof Uint8Array) return [{ path: [...path, 'bytes'], kind, bytes }];
  const base64 = field(value, 'base64');
  const parsed = typeof base64 === 'string' ? readBase64(base64) : undefined;
  return parsed?.ok === true ? [{ path: [...path, 'base64'], kind, base64: parsed.base64 }] : [];
}

/** A field of something that may not even be an object. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
