import { UrlIssueError } from '../../issues.ts';
import { headerOf, isEncoded, type MediaResponse } from './media-response.ts';

/** A part of a file as a server sent it. */
export interface FilePart {
  readonly start: number;
  readonly bytes: Uint8Array;
  /** The size of the whole file in bytes. */
  readonly size: number;
}

/**
 * The part that a 206 response brings. Undefined, with the response closed, if there is anything odd about it: another
 * part than the one asked for, an unknown size, more or fewer bytes than `Content-Range` says (as after a client
 * decoded them), or a body that is encoded or breaks off.
 *
 * @param start the first byte that was asked for
 */
export async function readPart(response: MediaResponse, start: number): Promise<FilePart | undefined> {
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/i.exec(headerOf(response, 'content-range').trim());
  const [first, last, size] = (range?.slice(1) ?? []).map(Number);
  const isOdd =
    response.decoded === true || isEncoded(response) || first !== start || last === undefined || last < start;
  const bytes = isOdd || size === undefined ? undefined : await readExactly(response, last - start + 1);
  if (bytes !== undefined && size !== undefined) return { start, bytes, size };
  response.close();
  return undefined;
}

async function readExactly(response: MediaResponse, length: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  try {
    while (received <= length) {
      const chunk = await response.next();
      if (chunk === undefined) return received === length ? join(chunks, length) : undefined;
      chunks.push(chunk);
      received += chunk.length;
    }
  } catch (error) {
    // A client that cannot decode a part of an encoded file fails here, too.
    if (!(error instanceof UrlIssueError)) throw error;
  }
  return undefined;
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** Whether a 416 response says that there is nothing to read: the file has 0 bytes. */
export function saysEmpty(response: MediaResponse): boolean {
  return response.status === 416 && /^bytes \*\/0+$/i.test(headerOf(response, 'content-range').trim());
}

/** Responses that have nothing to do with ranges: the file is not there, or not for everybody, or not now. */
const finalStatuses = [401, 403, 404, 410, 429, 503];

/** Whether the file may still be had by a request without a range. */
export function mayServeWhole({ status }: MediaResponse): boolean {
  return !finalStatuses.includes(status);
}
