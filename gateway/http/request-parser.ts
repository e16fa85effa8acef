import type { IncomingMessage } from 'node:http';

import { type Json, parseJson } from '@kling-elements/validation';
import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';

import { BodyBrokenOff, BodyTooLarge, readBody } from './body.ts';
import { mediaType } from './media-type.ts';
import { BadMultipart, readMultipart } from './multipart.ts';

/**
 * Reads requests in place of yoga's own parsers: bounded without its costly stream in between, without losing digits
 * of ids, and without keeping the text of a large body beside what was read from it.
 */
export function useRequestParser(maxBodyBytes: number): Plugin<object, { req: IncomingMessage }> {
  return {
    onRequestParse({ request, serverContext, setRequestParser }) {
      const incoming = serverContext.req;
      const type = mediaType(incoming.headers['content-type']);
      const parse = async (): Promise<Json> => {
        if (request.method === 'GET') return readQuery(request.url);
        if (type === 'multipart/form-data') {
          return readMultipart(incoming, maxBodyBytes);
        }
        if (type === 'application/json' || type === 'application/graphql+json') {
          return jsonOf((await readBody(incoming, maxBodyBytes)).toString());
        }
        throw refusal(
          415,
          'UNSUPPORTED_MEDIA_TYPE',
          'Send application/json, or multipart/form-data with files.',
        );
      };
      if (request.method !== 'GET' && request.method !== 'POST') return;
      setRequestParser(async () => {
        try {
          return parametersOf(await parse());
        } catch (error) {
          throw readable(error, maxBodyBytes);
        }
      });
    },
  };
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
