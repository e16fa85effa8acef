import { limits } from '../../limits.ts';
import type { ByteSource } from '../byte-source.ts';
import { assertNoPage, headerOf, isEncoded, type MediaResponse, unreadable } from './media-response.ts';

/** How far a file is read that a server sends from its start only, in bytes. */
export interface SequentialReach {
  /**
   * The longest way from what was read so far to what is asked for. Where no header tells the size, this much is read
   * to find the end.
   */
  readonly ahead: number;
  /** The end of what is read at all. */
  readonly total: number;
}

/**
 * A file that is read from its start, as far as needed, and kept. Reads out of reach reject with URL_UNREADABLE.
 *
 * @param response with the whole file
 */
export async function sequentialSource(response: MediaResponse, reach: SequentialReach): Promise<ByteSource> {
  if (isEncoded(response)) {
    response.close();
    const encoding = headerOf(response, 'content-encoding');
    throw unreadable(
      response.host,
      `sends the file in the content encoding ${encoding}, which is not supported here`,
    );
  }
  const kept: Uint8Array[] = [];
  let length = 0;
  let ended = false as boolean;

  async function readTo(end: number): Promise<void> {
    while (length < end && !ended) {
      const chunk = await response.next();
      if (chunk === undefined) {
        ended = true;
      } else {
        kept.push(chunk);
        length += chunk.length;
      }
    }
  }

  await readTo(1);
  assertNoPage(response, kept[0] ?? new Uint8Array());
  const contentLength = lengthIn(response);
  let size: number | undefined;
  let atLeast: number | undefined;
  if (response.decoded === false && contentLength !== undefined) {
    size = usefulSize(contentLength, reach);
  } else {
    // The header may count the encoded bytes, so the content itself is counted.
    await readTo(reach.ahead);
    atLeast = length;
    if (ended) size = length;
    // Hardly anything is longer encoded than decoded.
    else if (contentLength !== undefined && contentLength > limits.video.maxBytes) size = contentLength;
  }

  return {
    size,
    ...(atLeast === undefined ? {} : { atLeast }),
    async read(offset, wanted) {
      const end = size === undefined ? offset + wanted : Math.min(offset + wanted, size);
      if (!ended && (end - length > reach.ahead || end > reach.total)) {
        response.close();
        throw unreadable(
          response.host,
          'sends files from the start only, and the part to check is too far from it',
        );
      }
      await readTo(end);
      return joined(kept, offset, Math.min(end, length));
    },
  };
}

/**
 * The file's size, unless it would make somebody read an end that is out of reach: that of an image which is neither
 * short nor too large anyway.
 */
function usefulSize(contentLength: number, { ahead }: SequentialReach): number | undefined {
  return contentLength > ahead && contentLength <= limits.image.maxBytes ? undefined : contentLength;
}

function lengthIn(response: MediaResponse): number | undefined {
  const text = headerOf(response, 'content-length');
  return /^\d+$/.test(text) ? Number(text) : undefined;
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
