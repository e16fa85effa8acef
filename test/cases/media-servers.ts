import { once } from 'node:events';
import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import type { IssueCode } from '@kling-elements/validation';

import { media, pngOfSize } from '../../harness/media/index.ts';
import { SeededRandom } from '../../harness/seeded-random.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** How a server serves an image, and the issues that gateway and nodes must both find in the image at its URL. */
interface MediaServerCase {
  readonly name: string;
  readonly handler: Handler;
  readonly codes: readonly IssueCode[];
  /** What follows the URL's path, as a user writes it. */
  readonly query?: string;
}

const jpeg = Buffer.from(media('front-640x640.jpg'));
const cutOff = Buffer.from(media('truncated.jpg'));
/** Longer than one range, and hardly compressible; what follows an image's end does not matter. */
const random = new SeededRandom(1);
const long = Buffer.concat([jpeg, Buffer.from(Array.from({ length: 200_000 }, () => random.below(256)))]);
/** Much shorter when compressed. */
const compressible = Buffer.from(pngOfSize(300_000));

const rangeOf = ({ headers }: IncomingMessage, { length }: Buffer) => {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
  return first === undefined ? undefined : { first: Number(first), last: Math.min(Number(last), length - 1) };
};

const whole =
  (bytes: Buffer, headers: OutgoingHttpHeaders = {}): Handler =>
  (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length, ...headers }).end(bytes);
  };

const ranges =
  (bytes: Buffer, headers: OutgoingHttpHeaders = {}): Handler =>
  (request, response) => {
    const range = rangeOf(request, bytes);
    if (range === undefined) {
      whole(bytes, headers)(request, response);
      return;
    }
    const { first, last } = range;
    response.writeHead(206, { 'content-range': `bytes ${first}-${last}/${bytes.length}`, ...headers });
    response.end(bytes.subarray(first, last + 1));
  };

/** Answers requests for ranges as given, and others with the whole image. */
const oddly =
  (status: number, headers: OutgoingHttpHeaders = {}, body: Buffer = jpeg): Handler =>
  (request, response) => {
    if (request.headers.range === undefined) whole(jpeg)(request, response);
    else response.writeHead(status, headers).end(body);
  };

/** Serves the first range as such, and later ones by another handler. */
const later =
  (handler: Handler): Handler =>
  (request, response) => {
    const isFirst = request.headers.range?.startsWith('bytes=0-') === true;
    (isFirst ? ranges(long) : handler)(request, response);
  };

const size = jpeg.length;
const good = (name: string, handler: Handler): MediaServerCase => ({ name, handler, codes: [] });
const bad = (name: string, handler: Handler, ...codes: IssueCode[]): MediaServerCase => ({
  name,
  handler,
  codes,
});

/** Serves the image only where the request line has exactly this behind the path. */
const onlyAt =
  (query: string): Handler =>
  (request, response) => {
    if (request.url?.replace(/^[^?]*/, '') === query) ranges(jpeg)(request, response);
    else response.writeHead(404).end();
  };

/** Redirects to the same path with another query, its bytes as given, and serves the image where a browser arrives. */
const redirecting =
  (location: string, arrived: string): Handler =>
  (request, response) => {
    if (request.url?.includes('?') === true) onlyAt(arrived)(request, response);
    else response.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end();
  };

const webp = Buffer.from(media('image.webp'));
/** Has JPEG and WebP, and sends WebP to those who accept it by name or as any image. */
const negotiating: Handler = (request, response) => {
  const prefersWebp = /image\/(?:webp|avif|\*)/.test(request.headers.accept ?? '');
  whole(prefersWebp ? webp : jpeg, { vary: 'Accept' })(request, response);
};

export const mediaServerCases: readonly MediaServerCase[] = [
  good('ranges', ranges(jpeg)),
  good('ranges of a file that is longer than one of them', ranges(long)),
  bad('ranges of a file that is cut off', ranges(cutOff), 'IMAGE_UNREADABLE'),
  good('whole files', whole(jpeg)),
  bad('a whole file that is cut off', whole(cutOff), 'IMAGE_UNREADABLE'),
  good('chunks', (_request, response) => response.end(jpeg)),
  bad(
    'chunks of a file that is cut off',
    (_request, response) => response.write(cutOff, () => response.end()),
    'IMAGE_UNREADABLE',
  ),

  ...Object.entries({
    gzip: gzipSync,
    'x-gzip': gzipSync,
    deflate: deflateSync,
    br: (bytes: Buffer) => brotliCompressSync(bytes),
    zstd: (bytes: Buffer) => zstdCompressSync(bytes),
  }).flatMap(([coding, encode]) => {
    const headers = { 'content-encoding': coding };
    return [
      good(`whole files in ${coding}`, whole(encode(compressible), headers)),
      good(`whole files in ${coding} that are longer than a range`, whole(encode(long), headers)),
      bad(`a file that is cut off, in ${coding}`, whole(encode(cutOff), headers), 'IMAGE_UNREADABLE'),
      good(`ranges of a file in ${coding}`, ranges(encode(compressible), headers)),
      good(`ranges of a file in ${coding} that is longer than one of them`, ranges(encode(long), headers)),
    ];
  }),
  bad(
    'a file that is not in the encoding it claims',
    whole(jpeg, { 'content-encoding': 'gzip' }),
    'URL_UNREADABLE',
  ),
  bad('an encoding that nobody knows', ranges(jpeg, { 'content-encoding': 'lz4' }), 'URL_UNREADABLE'),
  ...['', 'identity', 'Identity', 'none', 'utf-8', 'aws-chunked', 'identity, identity'].flatMap((coding) => [
    good(`whole files with Content-Encoding "${coding}"`, whole(jpeg, { 'content-encoding': coding })),
    good(`ranges with Content-Encoding "${coding}"`, ranges(long, { 'content-encoding': coding })),
  ]),

  good('416 with the size', oddly(416, { 'content-range': `bytes */${size}` })),
  good('416 without a size', oddly(416)),
  good('416 with an unknown size', oddly(416, { 'content-range': 'bytes */*' })),
  bad('416 with a size of 0', oddly(416, { 'content-range': 'bytes */0' }), 'IMAGE_UNREADABLE'),
  good('206 without Content-Range', oddly(206)),
  good('206 without the size', oddly(206, { 'content-range': `bytes 0-${size - 1}/*` })),
  good('206 with another part', oddly(206, { 'content-range': `bytes 1-${size - 1}/${size}` })),
  good('206 with more bytes than it says', oddly(206, { 'content-range': 'bytes 0-99/100' })),
  good('206 with fewer bytes than it says', oddly(206, { 'content-range': `bytes 0-${size}/${size + 1}` })),
  good('206 in several parts', oddly(206, { 'content-type': 'multipart/byteranges; boundary=x' })),
  good(
    'less than the range that was asked for',
    oddly(206, { 'content-range': `bytes 0-999/${size}` }, jpeg.subarray(0, 1000)),
  ),
  ...[204, 304, 400, 405, 412, 500, 501].map((status) => good(`HTTP ${status} to ranges`, oddly(status))),
  bad(
    'a part although all of it was asked for',
    (_request, response) => response.writeHead(206).end(jpeg),
    'URL_UNREADABLE',
  ),
  good('the whole file from the second range on', later(whole(long))),
  good(
    '416 from the second range on',
    later((request, response) => {
      if (request.headers.range === undefined) whole(long)(request, response);
      else response.writeHead(416).end();
    }),
  ),
  bad('another file from the second range on', later(ranges(Buffer.concat([long, jpeg]))), 'URL_UNREADABLE'),
  bad(
    'nothing from the second range on',
    later((_request, response) => response.writeHead(404).end()),
    'URL_UNREADABLE',
  ),
  ...[
    ['a space', '?a b', '?a%20b'],
    ['letters beyond ASCII', '?Ä=小', '?%C3%84=%E5%B0%8F'],
    ['percent-encoding', '?a%20b%2Fc%c3%a4', '?a%20b%2Fc%c3%a4'],
    ['percent signs that encode nothing', '?100%&%zz', '?100%&%zz'],
    ['quotes and brackets', '?"<a>"|{b}', '?%22%3Ca%3E%22|{b}'],
  ].flatMap(([what = '', written = '', arrived = '']) => [
    { ...good(`the image at a URL with ${what}`, onlyAt(arrived)), query: written },
    good(`a redirect to a URL with ${what}`, redirecting(written, arrived)),
  ]),
  good('a redirect with a fragment', redirecting('?a#b', '?a')),
  bad('a redirect to no URL', redirecting('http://', '?'), 'URL_UNREADABLE'),
  bad(
    'redirects without end',
    (request, response) => response.writeHead(307, { location: request.url }).end(),
    'URL_UNREADABLE',
  ),
  good('another format to those who accept it', negotiating),
  bad('WebP whatever is accepted', whole(webp), 'IMAGE_FORMAT'),
  bad('nothing', (_request, response) => response.writeHead(404).end(), 'URL_UNREADABLE'),
  bad('an empty file', whole(Buffer.alloc(0)), 'IMAGE_UNREADABLE'),
  bad('a login page', whole(Buffer.from('<html>Log in'), { 'content-type': 'text/html' }), 'URL_UNREADABLE'),
];

/** Starts a server for all cases. @returns the URL of each by its name, and what closes the server */
export async function serveMediaCases() {
  const server = createServer((request, response) => {
    const index = Number(/^\/(\d+)/.exec(request.url ?? '')?.[1]);
    mediaServerCases[index]?.handler(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    urlOf: (one: MediaServerCase) =>
      `http://127.0.0.1:${port}/${mediaServerCases.indexOf(one)}.jpg${one.query ?? ''}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
