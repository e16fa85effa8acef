import type { Reply } from './reply.ts';

/** A file, or the one range of it that was asked for (RFC 9110, section 14). */
export function fileReply(type: string, bytes: Uint8Array, range: string | undefined): Reply {
  const headers = { 'content-type': type, 'accept-ranges': 'bytes' };
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') {
    return { status: 200, headers, body: bytes };
  }
  const start = first === '' ? Math.max(0, bytes.length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes.length : Math.min(Number(last) + 1, bytes.length);
  if (start >= end) {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${bytes.length}` }, body: '' };
  }
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${start}-${end - 1}/${bytes.length}` },
    body: bytes.subarray(start, end),
  };
}
