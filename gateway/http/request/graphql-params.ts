import type { IncomingMessage } from 'node:http';

import { type Json, parseJson } from '@kling-elements/validation';
import { GraphQLError } from 'graphql';
import type { GraphQLParams } from 'graphql-yoga';

import { BodyBrokenOff, BodyTooLarge, readBody } from './body.ts';
import { contentType } from './content-type.ts';
import { BadMultipart, readMultipart } from './multipart.ts';

/**
 * What a request asks for: from the query of a GET, from the JSON or the multipart body of a POST. Bounded, without
 * losing digits of ids, and without keeping the text of a large body beside what was read from it.
 *
 * @throws GraphQLError with the HTTP status of the refusal
 */
export async function readParams(request: IncomingMessage, maxBodyBytes: number): Promise<GraphQLParams> {
  try {
    return parametersOf(await readJson(request, maxBodyBytes));
  } catch (error) {
    throw readable(error, maxBodyBytes);
  }
}

/** Whether a body is read as JSON. */
export function hasJson(request: IncomingMessage): boolean {
  const type = contentType(request.headers['content-type']);
  return type === 'application/json' || type === 'application/graphql+json';
}

async function readJson(request: IncomingMessage, maxBodyBytes: number): Promise<Json> {
  if (request.method === 'GET') return readQuery(request.url ?? '');
  if (hasJson(request)) return jsonOf((await readBody(request, maxBodyBytes)).toString());
  if (contentType(request.headers['content-type']) === 'multipart/form-data') {
    return readMultipart(request, maxBodyBytes);
  }
  throw refusal(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send application/json, or multipart/form-data with files.');
}

function readQuery(url: string): Json {
  const { searchParams } = new URL(url, 'http://gateway');
  const json = (name: string) => {
    const text = searchParams.get(name);
    return text === null || text === '' ? {} : { [name]: jsonOf(text) };
  };
  const text = (name: string) => {
    const value = searchParams.get(name);
    return value === null || value === '' ? {} : { [name]: value };
  };
  return { ...text('query'), ...text('operationName'), ...json('variables'), ...json('extensions') };
}

function jsonOf(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    throw refusal(400, 'BAD_REQUEST', 'The request is not JSON.');
  }
}

function parametersOf(json: Json): GraphQLParams {
  if (typeof json === 'object' && json !== null) return json as GraphQLParams;
  throw refusal(400, 'BAD_REQUEST', 'A GraphQL request is a JSON object with a query.');
}

function readable(error: unknown, maxBodyBytes: number): unknown {
  if (error instanceof BodyTooLarge) {
    const message = `The request is larger than ${maxBodyBytes} bytes; send smaller pictures, or their addresses.`;
    return refusal(413, 'REQUEST_TOO_LARGE', message);
  }
  if (error instanceof BadMultipart) return refusal(400, 'BAD_REQUEST', error.message);
  if (error instanceof BodyBrokenOff) return refusal(400, 'BAD_REQUEST', error.message);
  return error;
}

function refusal(status: number, code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}
