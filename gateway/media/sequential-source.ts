import { type ByteSource, limits } from '@kling-elements/validation';

import { assertNoPage, assertPlain, type Reply, unreadable } from './media-response.ts';

/** How far beyond what was read so far one may look. */
const aheadBytes = 1024 * 1024;

/**
 * A file on a server that knows no ranges: its answer is read from the start, as far as it is wanted, and kept.
 * A read far beyond that rejects with URL_UNREADABLE.
 */
export async function sequentialSource(reply: Reply): Promise<ByteSource> {
  assertPlain(reply);
  const kept: Uint8Array[] = [];
  let length = 0;
  let ended = false;

  async function readTo(end: number): Promise<void> {
    if (end - length > aheadBytes && !ended) {
      reply.close();
      throw unreadable(
        reply.url,
        'serves files from the start only, and what is to be looked at stands far behind it',
      );
    }
    while (length < end && !ended) {
      const chunk = await reply.next();
      if (chunk === undefined) {
        ended = true;
      } else {
        kept.push(chunk);
        length += chunk.length;
      }
    }
  }

  await readTo(1);
  assertNoPage(reply, kept[0] ?? new Uint8Array());

  return {
    size: usefulSize(reply),
    async read(offset, wanted) {
      await readTo(offset + wanted);
      return joined(kept, offset, Math.min(offset + wanted, length));
    },
  };
}

/**
 * The file's size, unless knowing it would make somebody read an end that is out of reach from here: that of a picture
 * which is neither short nor too large anyway.
 */
function usefulSize(reply: Reply): number | undefined {
  const header = reply.headers['content-length'];
  const size = header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;
  return size === undefined || (size > aheadBytes && size <= limits.image.maxBytes) ? undefined : size;
}

function joined(chunks: readonly Uint8Array[], from: number, to: number): Uint8Array {
  if (to <= from) return new Uint8Array();
  const bytes = new Uint8Array(to - from);
  let start = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(Math.max(0, from - start), Math.max(0, to - start));
    if (part.length > 0) bytes.set(part, Math.max(0, start - from));
    start += chunk.length;
  }
  return bytes;
}
