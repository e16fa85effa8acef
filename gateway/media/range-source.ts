import type { ByteSource } from '@kling-elements/validation';

import { assertNoPage, assertPlain, refusedReply, type Reply, unreadable } from './media-response.ts';

/** Reads begin and end at multiples of this, so that neighbouring small reads are one request. */
const blockBytes = 64 * 1024;
const keptSpans = 4;

interface Span {
  readonly start: number;
  readonly bytes: Uint8Array;
}

/**
 * A file on a server that serves ranges.
 *
 * @param first its answer to a request for the file's first bytes
 * @param ask requests the bytes from the first to the last, both included
 */
export async function rangeSource(
  first: Reply,
  ask: (first: number, last: number) => Promise<Reply>,
): Promise<ByteSource> {
  if (first.status === 416 && sizeIn(first) === 0) {
    first.close();
    return { size: 0, read: () => Promise.resolve(new Uint8Array()) };
  }
  if (first.status !== 206) throw refusedReply(first);
  const beginning = await spanOf(first, 0);
  assertNoPage(first, beginning.bytes);
  const size = sizeIn(first);
  if (size === undefined) throw unreadable(first.url, 'does not say how long the file is');
  const spans = [beginning];

  async function spanAround(offset: number, end: number): Promise<Span> {
    const known = spans.find(({ start, bytes }) => start <= offset && end <= start + bytes.length);
    if (known !== undefined) return known;
    const start = offset - (offset % blockBytes);
    const last = Math.min(Math.ceil(end / blockBytes) * blockBytes, size ?? end) - 1;
    const reply = await ask(start, last);
    if (reply.status !== 206) throw refusedReply(reply);
    if (sizeIn(reply) !== size) {
      reply.close();
      throw unreadable(reply.url, 'gave another file at the second look');
    }
    const span = await spanOf(reply, start);
    if (span.bytes.length <= last - start) throw unreadable(reply.url, 'gave less of the file than it has');
    spans.unshift(span);
    spans.length = Math.min(spans.length, keptSpans);
    return span;
  }

  return {
    size,
    async read(offset, length) {
      const end = Math.min(offset + length, size);
      if (end <= offset) return new Uint8Array();
      const { start, bytes } = await spanAround(offset, end);
      return bytes.subarray(offset - start, end - start);
    },
  };
}

/** The bytes of a 206 reply that begins where it was asked to. */
async function spanOf(reply: Reply, start: number): Promise<Span> {
  assertPlain(reply);
  const range = /^bytes (\d+)-(\d+)\//i.exec(reply.headers['content-range'] ?? '');
  if (range === null || Number(range[1]) !== start) {
    reply.close();
    throw unreadable(reply.url, 'gave another part of the file than the one asked for');
  }
  const promised = Number(range[2]) - start + 1;
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length <= promised) {
    const chunk = await reply.next();
    if (chunk === undefined) return { start, bytes: Buffer.concat(chunks) };
    chunks.push(chunk);
    length += chunk.length;
  }
  reply.close();
  throw unreadable(reply.url, 'gave more of the file than it said');
}

/** The whole file's size as `Content-Range` tells it. */
function sizeIn(reply: Reply): number | undefined {
  const size = /\/(\d+)$/.exec(reply.headers['content-range'] ?? '')?.[1];
  return size === undefined ? undefined : Number(size);
}
