import type { IncomingMessage, ServerResponse } from 'node:http';

/** Lets a frontend's page read the answer. */
export function allowOrigin(response: ServerResponse, origin: string | null): void {
  if (origin === null) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'x-request-id');
  response.setHeader('vary', 'Origin');
}

/** Answers a browser that asks before it sends: which methods and headers a frontend may use. */
export function replyPreflight(request: IncomingMessage, response: ServerResponse): void {
  const asked = request.headers['access-control-request-headers'];
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, POST',
    ...(asked === undefined ? {} : { 'access-control-allow-headers': asked }),
    'access-control-max-age': '7200',
  });
  response.end();
}
