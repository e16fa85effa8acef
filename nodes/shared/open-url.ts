import {
  type ByteSource,
  followRedirects,
  limits,
  mediaRequestHeaders,
  openRemoteFile,
  type RequestUrl,
  unreadable,
} from '@kling-elements/validation';
import type { IExecuteFunctions, IN8nHttpFullResponse } from 'n8n-workflow';

/** How long one create may read all of its URLs together, in milliseconds. */
const totalMs = 5000;
/** As far as the end of the largest image that Kling takes. */
const mostBytes = limits.image.maxBytes + 1024 * 1024;

type Body = AsyncIterable<Uint8Array> & {
  on(event: 'error', listener: () => void): unknown;
  destroy(): void;
};

/**
 * `openUrl` of the shared package, through n8n's own HTTP client, so that its proxy and its protection of private
 * networks apply.
 */
export function urlOpener(context: IExecuteFunctions): (url: string) => Promise<ByteSource> {
  const deadline = Date.now() + totalMs;

  const request: RequestUrl = async ({ href, host }, range) => {
    const left = deadline - Date.now();
    if (left <= 0) throw unreadable(host, `did not send what was needed within ${totalMs / 1000} s`);
    const response = (await context.helpers
      .httpRequest({
        method: 'GET',
        url: href,
        headers: {
          ...mediaRequestHeaders,
          ...(range && { range: `bytes=${range.first}-${range.last}` }),
        },
        disableFollowRedirect: true,
        encoding: 'stream',
        returnFullResponse: true,
        ignoreHttpStatusErrors: true,
        timeout: left,
        abortSignal: AbortSignal.timeout(left),
      })
      .catch(() => undefined)) as IN8nHttpFullResponse | undefined;
    if (response === undefined) throw unreadable(host, 'could not be reached');
    const body = response.body as unknown as Body;
    const chunks = body[Symbol.asyncIterator]();
    // The time may run out when nobody reads any more.
    body.on('error', () => undefined);
    return {
      host,
      status: response.statusCode,
      headers: response.headers,
      // n8n's client decodes, takes the header away, and leaves the length as it was.
      decoded: undefined,
      async next() {
        try {
          const chunk = await chunks.next();
          return chunk.done === true ? undefined : chunk.value;
        } catch {
          throw unreadable(host, 'closed the connection before the file was complete');
        }
      },
      close: () => {
        body.destroy();
      },
    };
  };

  // n8n's client protects private networks, not this.
  const options = { allowPrivate: true };
  return async (url) =>
    await openRemoteFile(followRedirects(url, request, options), { ahead: mostBytes, total: mostBytes });
}
