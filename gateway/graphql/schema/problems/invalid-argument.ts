import { GraphQLError } from 'graphql';

/** The error for an invalid argument of a query. @param more for programs, in the extensions */
export function invalidArgument(message: string, more: Readonly<Record<string, string>> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', ...more } });
}
