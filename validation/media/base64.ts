import type { Issue } from '../issues.ts';
import type { ByteSource } from './byte-source.ts';

/** Base64 as Kling takes it: one line, no prefix; or what is wrong with the text. */
export type ParsedBase64 = { ok: true; base64: string; byteLength: number } | { ok: false; issue: Issue };

/** A data URL's head is short; a comma that comes later belongs to something else. */
const longestPrefix = 1024;

/**
 * Reads Base64 (RFC 4648, section 4) out of a text: a `data:…;base64,` prefix, which Kling refuses
 * (docs/kling-api.md, section 3), and white space are taken away, except for spaces in irregular places, which are plus
 * signs that a form or query string has lost. What remains must be whole: alphabet, padding, length.
 * Nothing is decoded; the time is linear in the text's length. `byteLength` is what the text would decode to.
 */
export function readBase64(text: string): ParsedBase64 {
  let base64 = text.trimStart();
  if (/^data:/i.test(base64)) {
    const head = base64.slice(0, longestPrefix).split(',', 1)[0] ?? '';
    if (!/;\s*base64\s*$/i.test(head))
      return refuse('The data: URL is not Base64; use data:…;base64,… or plain Base64.');
    base64 = base64.slice(head.length + 1);
  }
  const written = base64;
  base64 = base64.replace(/\s+/g, '');
  if (base64 === '') return refuse('The Base64 text is empty; enter the Base64 of a file.');

  // Looking for the first stranger, not for a match of the whole: a match of 14 MB would exhaust the engine's stack.
  const stranger = base64.search(/[^A-Za-z0-9+/]/);
  const end = stranger === -1 ? base64.length : stranger;
  const padding = base64.slice(end);
  if (padding !== '' && padding !== '=' && padding !== '==') return refuse(explain(base64, end));
  if (hasIrregularSpaces(written.trim())) {
    return refuse(
      'The Base64 text has spaces in irregular places: its plus signs became spaces, as happens in forms and query strings; send it as JSON, or each + as %2B.',
    );
  }
  if (base64.length % 4 !== 0) {
    const causes = lacksPlusSigns(base64)
      ? 'it is cut off, its = padding is missing, or its plus signs were lost, as it has none'
      : 'it is cut off or its = padding is missing';
    return refuse(
      `The Base64 text has ${base64.length} characters, which is not a multiple of 4: ${causes}.`,
    );
  }
  return { ok: true, base64, byteLength: (base64.length / 4) * 3 - padding.length };
}

/** Spaces that indent lines, or stand in for line breaks, leave lines of one length, a multiple of 4. */
function hasIrregularSpaces(text: string): boolean {
  if (!text.includes(' ')) return false;
  const lines = text.split(/\s+/);
  const length = lines[0]?.length ?? 0;
  const last = lines.pop()?.length ?? 0;
  return length % 4 !== 0 || last > length || lines.some((line) => line.length !== length);
}

const otherCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/';
/** Were the characters equally likely, a text with so many of all others would have no + once in some million times. */
const enoughOfEach = 8;

/** Whether a text has no plus sign, but so many of all other characters that it must have lost them. */
export function lacksPlusSigns(base64: string): boolean {
  if (base64.includes('+')) return false;
  const counts = new Uint32Array(128);
  for (let at = 0; at < base64.length; at += 1) {
    const code = base64.charCodeAt(at);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return Array.from(otherCharacters).every(
    (character) => (counts[character.charCodeAt(0)] ?? 0) >= enoughOfEach,
  );
}

function refuse(message: string): ParsedBase64 {
  return { ok: false, issue: { code: 'NOT_BASE64', message } };
}

function explain(base64: string, at: number): string {
  if (/^https?:/i.test(base64)) return 'The text is a URL, not Base64; enter it as a URL instead.';
  const found = base64[at];
  if (found === '-' || found === '_') {
    return 'The text is URL-safe Base64 (with - and _); use standard Base64 (with + and /).';
  }
  if (found === '%') return 'The Base64 text is percent-encoded (%2B, %2F, %3D); decode it first.';
  if (found === '=')
    return `The Base64 text has = at character ${at + 1}, followed by more text; = is only allowed at the end, at most twice.`;
  return `The text is not Base64: character ${at + 1} is not one of A–Z, a–z, 0–9, + and /.`;
}

/**
 * The bytes of Base64 text as {@link readBase64} returns it. Only the ranges asked for are decoded, so that
 * measuring an image of 10 MB decodes some kilobytes. A read rejects when the text there is not Base64.
 */
export function base64Source(base64: string): ByteSource & { readonly size: number } {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const size = Math.max(0, Math.floor(base64.length / 4) * 3 - padding);
  return {
    size,
    // In a then, so that an exception of atob becomes a rejection.
    read: (offset, length) =>
      Promise.resolve().then(() => decode(base64, offset, Math.min(size, offset + length))),
  };
}

function decode(base64: string, start: number, end: number): Uint8Array {
  if (start >= end) return new Uint8Array();
  const firstGroup = Math.floor(start / 3);
  const binary = atob(base64.slice(firstGroup * 4, Math.ceil(end / 3) * 4));
  const skipped = start - firstGroup * 3;
  const bytes = new Uint8Array(end - start);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(skipped + at);
  return bytes;
}
