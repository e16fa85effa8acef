import { GraphQLError, GraphQLScalarType, Kind, parse } from 'graphql';
import { GraphQLDateTimeISO, GraphQLURL } from 'graphql-scalars';

import sdl from './scalars.graphql';
import type { UploadedFile } from './uploaded-file.ts';

/** What the SDL says, which a type built in code would hide. */
function inSdl(name: string): { name: string; description: string | null } {
  const scalar = parse(sdl).definitions.find(
    (definition) => definition.kind === Kind.SCALAR_TYPE_DEFINITION && definition.name.value === name,
  );
  return {
    name,
    description: scalar?.kind === Kind.SCALAR_TYPE_DEFINITION ? (scalar.description?.value ?? null) : null,
  };
}

const dateTime = new GraphQLScalarType({ ...GraphQLDateTimeISO.toConfig(), ...inSdl('DateTime') });

/**
 * The library's, less strict: validation judges addresses (so that all issues come together, each with its path),
 * and an odd one from Kling must not cost the whole answer.
 */
const url = new GraphQLScalarType({
  ...inSdl('URL'),
  extensions: GraphQLURL.extensions,
  coerceOutputValue: String,
  coerceInputValue: (value) => {
    if (typeof value === 'string') return value;
    throw new GraphQLError('A URL is given as a string.');
  },
});

const file = new GraphQLScalarType<UploadedFile, never>({
  ...inSdl('File'),
  coerceInputValue: (value) => {
    if (isFile(value)) return value;
    throw new GraphQLError('A File is sent as a part of a multipart request, and named in its map.');
  },
  coerceInputLiteral: () => {
    throw new GraphQLError('A File cannot stand in the query; declare a variable for it.');
  },
  coerceOutputValue: () => {
    throw new GraphQLError('A File is for input only.');
  },
});

function isFile(value: unknown): value is UploadedFile {
  return typeof value === 'object' && value !== null && 'bytes' in value && typeof value.bytes === 'function';
}

export const scalars = { sdl, resolvers: { DateTime: dateTime, URL: url, File: file } };
