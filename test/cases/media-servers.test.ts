import { Readable } from 'node:stream';

import { afterAll, expect, test } from '@jest/globals';
import { createUrlOpener } from '@kling-elements/gateway/media';
import { type ByteSource, checkImage, UrlIssueError } from '@kling-elements/validation';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { urlOpener } from '../../nodes/shared/open-url.ts';
import { mediaServerCases, serveMediaCases } from './media-servers.ts';

const server = await serveMediaCases();
afterAll(() => server.close());

/**
 * n8n's HTTP helper as far as it is used here: it decodes, takes `Content-Encoding` away, and leaves
 * `Content-Length`. The real one has these cases in test/nodes/engine.
 */
const context = {
  helpers: {
    async httpRequest({ url, headers, abortSignal, disableFollowRedirect }: IHttpRequestOptions) {
      const response = await fetch(url, {
        headers: headers as never,
        signal: abortSignal as AbortSignal,
        redirect: disableFollowRedirect === true ? 'manual' : 'follow',
      });
      const responseHeaders = Object.fromEntries(response.headers);
      if (/gzip|deflate|br|zstd/.test(responseHeaders['content-encoding'] ?? '')) {
        delete responseHeaders['content-encoding'];
      }
      const { body } = response;
      return {
        statusCode: response.status,
        headers: responseHeaders,
        body: body === null ? Readable.from([]) : Readable.fromWeb(body),
      };
    },
  },
} as unknown as IExecuteFunctions;

async function codesOf(open: (url: string) => Promise<ByteSource>, url: string) {
  try {
    return (await checkImage(await open(url))).map(({ code }) => code);
  } catch (error) {
    if (error instanceof UrlIssueError) return [error.issue.code];
    throw error;
  }
}

test.each(mediaServerCases)(
  'the gateway and the nodes agree on an image from a server that sends $name',
  async (one) => {
    const openers = {
      gateway: createUrlOpener({ allowPrivateUrls: true })(),
      nodes: urlOpener(context),
    };
    const url = server.urlOf(one);
    expect({
      gateway: await codesOf(openers.gateway, url),
      nodes: await codesOf(openers.nodes, url),
    }).toEqual({ gateway: one.codes, nodes: one.codes });
  },
);
