import { buildSchema, GraphQLError, GraphQLScalarType } from 'graphql';
import { GraphQLDateTimeISO, GraphQLURL } from 'graphql-scalars';

import sdl from './scalars.graphql';
import type { UploadedFile } from './uploaded-file.ts';

/** A scalar's name, description and specification in the SDL, which a type built in code would override. */
function describedInSdl(name: string): { name: string; description: string; specifiedByURL: string } {
  const { description, specifiedByURL } = buildSchema(sdl).getType(name) as GraphQLScalarType;
  return { name, description: description ?? '', specifiedByURL: specifiedByURL ?? '' };
}

const dateTime = new GraphQLScalarType({ ...GraphQLDateTimeISO.toConfig(), ...describedInSdl('DateTime') });

/**
 * Less strict than the library's: validation checks URLs, so that all issues are reported together, each with its path,
 * and an invalid URL from Kling must not make a query fail.
 */
const url = new GraphQLScalarType({
  ...describedInSdl('URL'),
  extensions: GraphQLURL.extensions,
  coerceOutputValue: String,
  coerceInputValue: (value) => {
    if (typeof value === 'string') return value;
    throw new GraphQLError('A URL has to be a string.');
  },
});

const file = new GraphQLScalarType<UploadedFile, never>({
  ...describedInSdl('File'),
  coerceInputValue: (value) => {
    if (isFile(value)) return value;
    throw new GraphQLError('A File has to be sent as a part of a multipart request and named in its map.');
  },
  coerceInputLiteral: () => {
    throw new GraphQLError('A File cannot be written in the query. Declare a variable for it.');
  },
  coerceOutputValue: () => {
    throw new GraphQLError('A File can only be an input.');
  },
});

function isFile(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && typeof value.bytes === 'function';
}

export const scalars = { sdl, resolvers: { DateTime: dateTime, URL: url, File: file } };
