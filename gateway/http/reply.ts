import type { ServerResponse } from 'node:http';

/** To whoever asks for something new while the gateway comes to its end. */
export const closingMessage = 'The gateway is closing; try again in a moment.';

type Headers = Readonly<Record<string, string>>;

/** Answers with one line of JSON. */
export function replyJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Headers = {},
): void {
  replyText(response, status, `${JSON.stringify(value)}\n`, {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
  });
}

/** Answers with a text that is plain unless the headers say otherwise. */
export function replyText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Headers = {},
): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

/** A refusal in the words of GraphQL over HTTP, so that every client can show it. */
export function replyGraphQLError(
  response: ServerResponse,
  status: number,
  message: string,
  code: string,
  headers: Headers = {},
): void {
  replyJson(response, status, { errors: [{ message, extensions: { code } }] }, headers);
}
