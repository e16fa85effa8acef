import { GraphQLError } from 'graphql';

/** The error for an invalid argument of a query. */
export function invalidArgument(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
