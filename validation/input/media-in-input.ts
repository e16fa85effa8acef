import type { Path } from '../issues.ts';
import { limits } from '../limits.ts';
import { readBase64 } from '../media/base64.ts';
import { parseUrl } from './url.ts';

/** A picture or the video of an input, at its place, in the form it was given. */
export type PlacedMedia = { readonly path: Path; readonly kind: 'image' | 'video' } & (
  { readonly url: string } | { readonly base64: string } | { readonly bytes: Uint8Array }
);

/**
 * The media that can be looked at in an input, whatever else may be wrong with it: so that all issues are told at
 * once. What is not even an address, Base64 or bytes is left out; the schema has said so.
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
  return found.filter(
    (media) => !('url' in media) || parseUrl(media.url, { allowPrivate: allowPrivateUrls }).ok,
  );
}

function mediaAt(path: Path, kind: 'image' | 'video', value: unknown): PlacedMedia[] {
  const url = field(value, 'url');
  if (typeof url === 'string') return [{ path: [...path, 'url'], kind, url: url.trim() }];
  if (kind === 'video') return [];
  const bytes = field(value, 'bytes');
  if (bytes instanceof Uint8Array) return [{ path: [...path, 'bytes'], kind, bytes }];
  const base64 = field(value, 'base64');
  const read = typeof base64 === 'string' ? readBase64(base64) : undefined;
  return read?.ok === true ? [{ path: [...path, 'base64'], kind, base64: read.base64 }] : [];
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
