import type { Issue } from '../issues.ts';
import { isPublicHost } from './public-address.ts';

export type ParsedUrl =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly issue: Issue };

/** Names that do not exist in the public DNS. */
const privateName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|example)$/;

/**
 * Checks a URL that Kling will fetch or call: absolute, `http:` or `https:`, and, unless `allowPrivate`, not on a
 * private network as far as the text shows (what a name resolves to is checked when it is opened).
 *
 * @returns the URL as browsers send it: parsed and serialised by the URL standard, so that spaces and letters beyond
 *   ASCII are percent-encoded and names are in Punycode, and without a fragment. What is checked and what Kling gets
 *   are this one string.
 */
export function parseUrl(text: string, { allowPrivate }: { readonly allowPrivate: boolean }): ParsedUrl {
  const url = text.trim();
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:\/\/[^/?#]/i.test(url)) {
    return refused('NOT_A_URL', `${quoted(url)} is not a valid URL; enter one that starts with https://.`);
  }
  if (!allowPrivate && !mayBePublic(parsed.hostname)) {
    return refused(
      'URL_NOT_PUBLIC',
      `${parsed.hostname} is not on the public internet, so Kling cannot reach it; use a public URL, or send the image itself.`,
    );
  }
  parsed.hash = '';
  return { ok: true, url: parsed.href };
}

function mayBePublic(host: string): boolean {
  const name = host.replace(/\.$/, '');
  return isPublicHost(host) ?? (name.includes('.') && !privateName.test(name));
}

function refused(code: 'NOT_A_URL' | 'URL_NOT_PUBLIC', message: string): ParsedUrl {
  return { ok: false, issue: { code, message } };
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}
