import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const folder = join(import.meta.dirname, 'files');

export interface MediaServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** The number of requests so far. */
  requests(): number;
  close(): Promise<void>;
}

/** Serves `files/` on loopback, with ranges, until it is closed. */
export async function serveMedia(): Promise<MediaServer> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const name = basename(new URL(request.url ?? '/', 'http://media').pathname);
    readFile(join(folder, name)).then(
      (bytes) => {
        const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
        const from = Number(range?.[1] ?? 0);
        const to = Math.min(bytes.length - 1, range?.[2] ? Number(range[2]) : Infinity);
        if (range !== null && from < bytes.length) {
          response.writeHead(206, {
            'content-range': `bytes ${from}-${to}/${bytes.length}`,
            'content-length': to - from + 1,
          });
          response.end(bytes.subarray(from, to + 1));
        } else {
          response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
        }
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
