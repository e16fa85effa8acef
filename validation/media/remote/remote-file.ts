import { type ByteSource, bytesSource } from '../byte-source.ts';
import {
  assertNoPage,
  type MediaResponse,
  refused,
  type RequestMedia,
  unreadable,
} from './media-response.ts';
import { type FilePart, mayServeWhole, readPart, saysEmpty } from './range-response.ts';
import { type SequentialReach, sequentialSource } from './sequential-source.ts';

/** Reads begin and end at multiples of this, so that neighbouring small reads are one request. */
const blockBytes = 64 * 1024;
const keptParts = 4;

/**
 * A file on a web server, for reading in ranges: the one rule for all that servers answer to a request for a range.
 * Whatever is odd about an answer, the file is requested once more without a range, and read from its start.
 *
 * - 206: the part, if `Content-Range` and the bytes agree; otherwise odd.
 * - 200: the whole file. Its size is `Content-Length`, unless an encoding may have changed that; then it is counted.
 * - 416: an empty file where the server says that the size is 0; otherwise odd.
 * - 401, 403, 404, 410, 429, 503: the file cannot be had.
 * - anything else: odd.
 *
 * Rejects, as the source's reads do, with a {@link UrlIssueError}: URL_UNREADABLE, or what `request` rejects with.
 *
 * @param reach how far a file is read whose server knows no ranges
 */
export async function openRemoteFile(request: RequestMedia, reach: SequentialReach): Promise<ByteSource> {
  const first = await request({ first: 0, last: blockBytes - 1 });
  if (first.status === 200) return await sequentialSource(first, reach);
  if (saysEmpty(first)) {
    first.close();
    return bytesSource(new Uint8Array());
  }
  if (!mayServeWhole(first)) throw refused(first);
  const wholeFile = async () => await sequentialSource(await requestWhole(request), reach);
  const part = first.status === 206 ? await readPart(first, 0) : undefined;
  if (part === undefined) {
    first.close();
    return await wholeFile();
  }
  assertNoPage(first, part.bytes);
  return rangeSource(part, request, { wholeFile, reach });
}

async function requestWhole(request: RequestMedia): Promise<MediaResponse> {
  const response = await request(undefined);
  if (response.status !== 200) throw refused(response);
  return response;
}

interface Fallback {
  readonly wholeFile: () => Promise<ByteSource>;
  readonly reach: SequentialReach;
}

/** A file on a server that has served its beginning as a range. */
function rangeSource(beginning: FilePart, request: RequestMedia, { wholeFile, reach }: Fallback): ByteSource {
  const { size } = beginning;
  const parts = [beginning];
  let whole: Promise<ByteSource> | undefined;

  /** The part around what is to be read; undefined after an odd answer, when `whole` has it. */
  async function partAround(offset: number, end: number): Promise<FilePart | undefined> {
    const known = parts.find(({ start, bytes }) => start <= offset && end <= start + bytes.length);
    if (known !== undefined || whole !== undefined) return known;
    const first = offset - (offset % blockBytes);
    const last = Math.min(Math.ceil(end / blockBytes) * blockBytes, size) - 1;
    const response = await request({ first, last });
    if (response.status === 200) {
      whole = sequentialSource(response, reach);
      return undefined;
    }
    if (!mayServeWhole(response)) throw refused(response);
    const part = response.status === 206 ? await readPart(response, first) : undefined;
    if (part !== undefined && part.size !== size)
      throw unreadable(response.host, 'changed the file while it was read');
    if (part === undefined || part.bytes.length <= last - first) {
      response.close();
      whole = wholeFile();
      return undefined;
    }
    parts.unshift(part);
    parts.length = Math.min(parts.length, keptParts);
    return part;
  }

  return {
    size,
    async read(offset, length) {
      const end = Math.min(offset + length, size);
      if (end <= offset) return new Uint8Array();
      const part = await partAround(offset, end);
      if (part !== undefined) return part.bytes.subarray(offset - part.start, end - part.start);
      return (await whole)?.read(offset, end - offset) ?? new Uint8Array();
    },
  };
}
