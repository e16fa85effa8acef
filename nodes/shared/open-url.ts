import { type ByteSource, limits, parseUrl, UrlIssueError } from '@kling-elements/validation';
import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

/** One create may look at all of its addresses together for so long. */
const totalMs = 5000;
/** Beyond this, a server that knows no ranges is not read. */
const mostBytes = limits.image.maxBytes + 1024 * 1024;

type Body = AsyncIterable<Uint8Array> & { destroy(): void };

/**
 * `openUrl` of the shared package, through n8n's own HTTP client (so its proxy and its protection of private networks
 * apply). Reads in ranges; of servers that know none, it reads from the start as far as is needed.
 */
export function urlOpener(context: IExecuteFunctions): (url: string) => Promise<ByteSource> {
  const deadline = Date.now() + totalMs;

  async function ask(url: string, offset: number, length: number): Promise<IN8nHttpFullResponse> {
    const left = deadline - Date.now();
    if (left <= 0) throw unreadable(url, `did not give all that was needed within ${totalMs / 1000} s`);
    const response = (await context.helpers
      .httpRequest({
        method: 'GET',
        url,
        headers: { Range: `bytes=${offset}-${offset + length - 1}`, 'Accept-Encoding': 'identity' },
        encoding: 'stream',
        returnFullResponse: true,
        ignoreHttpStatusErrors: true,
        timeout: left,
        abortSignal: AbortSignal.timeout(left),
      })
      .catch(() => undefined)) as IN8nHttpFullResponse | undefined;
    if (response === undefined) throw unreadable(url, 'could not be reached from here');
    return response;
  }

  async function bytesOf(url: string, { body }: IN8nHttpFullResponse, most: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const reading = (async () => {
      for await (const chunk of body as unknown as Body) {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= most) break;
      }
    })();
    await reading.catch(() => {
      throw unreadable(url, 'broke off before all that was needed had come');
    });
    return Buffer.concat(chunks).subarray(0, most);
  }

  return async (url) => {
    if (!parseUrl(url, { allowPrivate: true }).ok) throw unreadable(url, 'could not be read');
    let whole: Buffer | undefined;
    const firstBytes = 64 * 1024;
    const first = await ask(url, 0, firstBytes);
    const status = first.statusCode;
    if (status === 416) return { size: 0, read: () => Promise.resolve(new Uint8Array()) };
    if (status !== 206 && status !== 200) {
      (first.body as unknown as Body).destroy();
      throw unreadable(url, `answered with HTTP ${status}`);
    }
    const ranged = status === 206;
    const size = sizeOf(first);
    const beginning = await bytesOf(url, first, ranged ? firstBytes : Math.min(mostBytes, size ?? mostBytes));
    assertNoPage(url, first, beginning);
    if (!ranged) whole = beginning;

    return {
      size: whole !== undefined && size === undefined && whole.length < mostBytes ? whole.length : size,
      async read(offset, length) {
        if (offset + length <= beginning.length || (size !== undefined && beginning.length >= size)) {
          return beginning.subarray(offset, offset + length);
        }
        if (whole !== undefined) {
          if (whole.length < mostBytes) return whole.subarray(offset, offset + length);
          throw unreadable(
            url,
            'serves files from the start only, and what is to be looked at stands far behind it',
          );
        }
        const wanted = Math.min(length, (size ?? Infinity) - offset);
        if (wanted <= 0) return new Uint8Array();
        const reply = await ask(url, offset, wanted);
        if (reply.statusCode !== 206) {
          (reply.body as unknown as Body).destroy();
          throw unreadable(url, `answered with HTTP ${reply.statusCode} at the second look`);
        }
        return await bytesOf(url, reply, wanted);
      },
    };
  };
}

/** The whole file's size, from either kind of answer. */
function sizeOf({ statusCode, headers }: IN8nHttpFullResponse): number | undefined {
  const text =
    statusCode === 206
      ? /\/(\d+)$/.exec(headerOf(headers, 'content-range'))?.[1]
      : headerOf(headers, 'content-length');
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function headerOf(headers: IN8nHttpFullResponse['headers'], name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

/** A web page in the place of a file: an error, a login. Kling may be shown something else. */
function assertNoPage(url: string, { headers }: IN8nHttpFullResponse, beginning: Buffer): void {
  const isPage = /^text\/html\b/i.test(headerOf(headers, 'content-type'));
  if (isPage && beginning.toString('latin1', 0, 64).trimStart().startsWith('<')) {
    throw unreadable(url, 'answered with a web page instead of a file');
  }
}

/** What happened, without the address's path and query, which may be a secret of the caller's. */
function unreadable(url: string, what: string): UrlIssueError {
  return new UrlIssueError({
    code: 'URL_UNREADABLE',
    message: `${new URL(url).host} ${what}. Kling may still reach it; check the address.`,
  });
}
