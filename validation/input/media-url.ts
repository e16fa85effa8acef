import { resolveShareLink } from './share-link.ts';
import { type ParsedUrl, parseUrl } from './url.ts';

/**
 * Checks the URL of a file as {@link parseUrl} does. A share link of a common drive, which opens a web page, becomes the
 * URL of the file itself where the drive has a public one; otherwise it is refused with what to do instead.
 */
export function parseMediaUrl(text: string, options: { readonly allowPrivate: boolean }): ParsedUrl {
  const parsed = parseUrl(text, options);
  return parsed.ok ? resolveShareLink(new URL(parsed.url)) : parsed;
}
