import ipaddr from 'ipaddr.js';

import type { Fault } from '../issues.ts';

export type UrlVerdict =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly fault: Fault };

/** Names that no public resolver answers for. */
const privateName = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|example)$/;

/**
 * Whether an address may be reached from the internet: neither loopback nor private, link-local, shared, reserved
 * and the like, in IPv4, IPv6 or IPv4 written as IPv6. A text that is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === 'unicast';
}

/**
 * Judges an address that Kling is to fetch or to call: absolute, `http:` or `https:`, and, unless `allowPrivate`,
 * not on a private network as far as the text alone can tell (what a name resolves to is for the edges to look at).
 *
 * @returns the address without the white space around it, otherwise as it was written
 */
export function readUrl(text: string, { allowPrivate }: { readonly allowPrivate: boolean }): UrlVerdict {
  const url = text.trim();
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:\/\/[^/?#]/i.test(url)) {
    return refused('NOT_A_URL', `${quoted(url)} is not a web address; give one that begins with https://.`);
  }
  if (!allowPrivate && !mayBePublic(parsed.hostname)) {
    return refused(
      'URL_NOT_PUBLIC',
      `${parsed.hostname} is not on the public internet, so Kling cannot reach it; give a public address, or send the picture itself.`,
    );
  }
  return { ok: true, url };
}

function mayBePublic(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  if (ipaddr.isValid(host)) return isPublicAddress(host);
  return host.includes('.') && !privateName.test(host);
}

function refused(code: 'NOT_A_URL' | 'URL_NOT_PUBLIC', message: string): UrlVerdict {
  return { ok: false, fault: { code, message } };
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}
