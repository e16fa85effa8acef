import type { IncomingMessage, ServerResponse } from 'node:http';

/** Lets a frontend's page read the response. */
export function allowOrigin(response: ServerResponse, origin: string | null): void {
  if (origin === null) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'x-request-id');
}

/** Answers a browser's preflight request: which methods and headers a frontend may use. */
export function replyPreflight(request: IncomingMessage, response: ServerResponse): void {
  const headers = request.headers['access-control-request-headers'];
  response.writeHead(204, {
    'access-control-allow-methods': 'GET, POST',
    ...(headers === undefined ? {} : { 'access-control-allow-headers': headers }),
    'access-control-max-age': '7200',
  });
  response.end();
}
