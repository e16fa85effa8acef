import type { ServerResponse } from 'node:http';

import { compressedFrom, compressResponse } from './compression.ts';

/** The answer to new requests while the gateway closes. */
export const closingMessage = 'The gateway is closing. Try again in a moment.';

type Headers = Readonly<Record<string, string>>;

/** Of every response: none may be kept, guessed at, or taken for the answer to another client. */
export const commonHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  // Capitalized as the compression does, so that the bytes are always the same.
  Vary: 'Accept, Accept-Encoding, Authorization, Origin',
} as const;

/** Answers with JSON in one line. */
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

/** Answers with text; plain unless the headers say otherwise. */
export function replyText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Headers = {},
): void {
  const length = Buffer.byteLength(text);
  if (length >= compressedFrom) compressResponse(response);
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(length),
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : text);
}

/** An error as GraphQL over HTTP has it, so that every client can show it. */
export function graphQLErrorBody(message: string, code: string): object {
  return { errors: [{ message, extensions: { code } }] };
}

/** Answers with {@link graphQLErrorBody}. */
export function replyGraphQLError(
  response: ServerResponse,
  status: number,
  message: string,
  code: string,
  headers: Headers = {},
): void {
  replyJson(response, status, graphQLErrorBody(message, code), headers);
}
