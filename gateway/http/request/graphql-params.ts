import type { IncomingMessage } from 'node:http';

import { type Json, parseJson } from '@kling-elements/validation';
import { GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';

import type { ReferringParams } from '../../graphql/documents/persisted/document-reference.ts';
import { BodyTooLargeError, readDecodedBody, RequestAbortedError } from './body.ts';
import { contentType } from './content-type.ts';
import { UndecodableBodyError, UnknownEncodingError } from './decoded-request.ts';
import { MultipartError, readMultipart, withoutByteOrderMark } from './multipart.ts';

/**
 * Reads the GraphQL parameters of a request: from the query string of a GET, from the JSON or multipart body of a POST.
 * Decodes the body, limits its size, keeps all digits of IDs, and does not keep the text of a large body along with its parsed value.
 *
 * @throws GraphQLError with the HTTP status of the response
 */
export async function readParams(request: IncomingMessage, maxBodyBytes: number): Promise<GraphQLParams> {
  try {
    return checkParams(await readJson(request, maxBodyBytes));
  } catch (error) {
    throw requestError(error, maxBodyBytes);
  }
}

/** Whether the body is JSON. */
export function hasJson(request: IncomingMessage): boolean {
  const type = contentType(request.headers['content-type']);
  return type === 'application/json' || type === 'application/graphql+json';
}

async function readJson(request: IncomingMessage, maxBodyBytes: number): Promise<Json> {
  if (request.method === 'GET') return readQueryString(request.url ?? '');
  if (hasJson(request)) return parseBody(textOf(await readDecodedBody(request, maxBodyBytes)));
  if (contentType(request.headers['content-type']) === 'multipart/form-data') {
    return readMultipart(request, maxBodyBytes);
  }
  throw errorWithStatus(
    415,
    'UNSUPPORTED_MEDIA_TYPE',
    'Send the request as application/json, or as multipart/form-data with files.',
  );
}

function readQueryString(url: string): Json {
  const { searchParams } = new URL(url, 'http://gateway');
  const json = (name: string) => {
    const text = searchParams.get(name);
    return text === null || text === '' ? {} : { [name]: parseBody(text) };
  };
  const text = (name: string) => {
    const value = searchParams.get(name);
    return value === null || value === '' ? {} : { [name]: value };
  };
  return {
    ...text('query'),
    ...text('documentId'),
    ...text('operationName'),
    ...json('variables'),
    ...json('extensions'),
  };
}

/** The text of a body in UTF-8, with or without a byte order mark. */
function textOf(body: Buffer): string {
  const start = body.subarray(0, 2).toString('hex');
  if (start === 'fffe' || start === 'feff') {
    throw errorWithStatus(400, 'BAD_REQUEST', 'The request is in UTF-16. Send it in UTF-8.');
  }
  return withoutByteOrderMark(body.toString());
}

function parseBody(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    throw errorWithStatus(400, 'BAD_REQUEST', 'The request is not valid JSON.');
  }
}

function checkParams(json: Json): GraphQLParams {
  if (Array.isArray(json)) {
    throw errorWithStatus(
      400,
      'BAD_REQUEST',
      'Send each operation in a request of its own, not in an array.',
    );
  }
  if (typeof json === 'object' && json !== null) {
    const params = json as GraphQLParams & ReferringParams;
    if (params.query == null && isReference(params)) params.query = '';
    return params;
  }
  throw errorWithStatus(400, 'BAD_REQUEST', 'A GraphQL request must be a JSON object with a query.');
}

function isReference({ documentId, extensions }: ReferringParams): boolean {
  return (
    documentId != null ||
    (typeof extensions === 'object' && extensions !== null && 'persistedQuery' in extensions)
  );
}

function requestError(error: unknown, maxBodyBytes: number): unknown {
  if (error instanceof BodyTooLargeError) {
    const message = `The request is larger than ${maxBodyBytes} bytes. Send smaller images, or send their URLs instead.`;
    return errorWithStatus(413, 'REQUEST_TOO_LARGE', message);
  }
  if (error instanceof UnknownEncodingError) {
    return errorWithStatus(415, 'UNSUPPORTED_MEDIA_TYPE', error.message);
  }
  if (
    error instanceof MultipartError ||
    error instanceof UndecodableBodyError ||
    error instanceof RequestAbortedError
  ) {
    return errorWithStatus(400, 'BAD_REQUEST', error.message);
  }
  return error;
}

function errorWithStatus(status: number, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
