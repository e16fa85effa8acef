import type { IncomingMessage, ServerResponse } from 'node:http';

import compression from 'compression';

/** Bytes from which compressing pays; a task has about 1 kB. */
export const compressedFrom = 4096;

/** Connect's signature, without Express's types. */
type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const isCompressible = compression.filter as (request: IncomingMessage, response: ServerResponse) => boolean;

const compress = compression({
  threshold: compressedFrom,
  // Events must not wait in a compressor, and are written past it.
  filter: (request, response) =>
    response.getHeader('content-type') !== 'text/event-stream' && isCompressible(request, response),
}) as unknown as Middleware;

/** Compresses the response that is going to be sent, if the client accepts that, and unless it is small or a stream. */
export function compressResponse(response: ServerResponse): void {
  compress(response.req, response, () => undefined);
}
