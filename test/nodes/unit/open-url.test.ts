import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

import { afterEach, describe, expect, test } from '@jest/globals';
import { UrlIssueError } from '@kling-elements/validation';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { urlOpener } from '../../../nodes/shared/open-url.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/picture.png?token=secret`;
}

/** n8n's request helper, as far as it is used here. */
const context = {
  helpers: {
    async httpRequest({ url, headers, abortSignal, disableFollowRedirect }: IHttpRequestOptions) {
      const response = await fetch(url, {
        headers: headers as never,
        signal: abortSignal as AbortSignal,
        redirect: disableFollowRedirect === true ? 'manual' : 'follow',
      });
      return {
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        body: response.body === null ? Readable.from([]) : Readable.fromWeb(response.body),
      };
    },
  },
} as unknown as IExecuteFunctions;

const file = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => index % 251));
const ranged: RequestListener = (request, response) => {
  const [, first = '0', last = ''] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? [];
  const to = Math.min(Number(last), file.length - 1);
  response.writeHead(206, { 'content-range': `bytes ${first}-${to}/${file.length}` });
  response.end(file.subarray(Number(first), to + 1));
};
const whole: RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-length': file.length }).end(file);
};

async function faultOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UrlIssueError)) throw new Error('no fault was thrown', { cause: error });
  return error.issue;
}

describe.each([
  ['that serves ranges', ranged],
  ['that serves whole files', whole],
])('a server %s', (_what, listener) => {
  test.each([
    [0, 100],
    [65_530, 20],
    [150_000, 70_000],
    [299_990, 500],
    [300_000, 1],
  ])('is read from %i on, %i bytes', async (offset, length) => {
    const source = await urlOpener(context)(await serve(listener));
    expect(source.size).toBe(file.length);
    const read = await source.read(offset, length);
    expect(Buffer.from(read).equals(file.subarray(offset, offset + length))).toBe(true);
  });
});

test('a file without end is given up, and its connection closed', async () => {
  let ended: Promise<unknown> | undefined;
  const url = await serve((_request, response) => {
    ended = once(response, 'close');
    response.writeHead(200, { 'content-length': 1e9 });
    const more = () => {
      while (response.write(file));
    };
    response.on('drain', more);
    more();
  });
  const source = await urlOpener(context)(url);
  expect(await faultOf(source.read(20_000_000, 10))).toMatchObject({ code: 'URL_UNREADABLE' });
  await ended;
});

test.each<[string, RequestListener, RegExp]>([
  ['nothing there', (_request, response) => response.writeHead(404).end(), /HTTP 404/],
  [
    'a login page',
    (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
    /web page/,
  ],
  ['a cut connection', (request) => request.socket.destroy(), /could not be reached/],
  [
    'a cut answer',
    (_request, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('abc');
      setImmediate(() => response.destroy());
    },
    /could not be reached|closed the connection/,
  ],
])('%s is a warning that hides the path and query', async (_what, listener, words) => {
  const url = await serve(listener);
  const fault = await faultOf(urlOpener(context)(url));
  expect(fault.code).toBe('URL_UNREADABLE');
  expect(fault.message).toMatch(words);
  expect(fault.message).not.toContain('secret');
});
