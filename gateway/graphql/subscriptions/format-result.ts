import type { ExecutionResult, GraphQLError } from 'graphql';

/** A result as JSON for clients, without the HTTP status that an error may carry in its extensions. */
export function formatResult(result: ExecutionResult): string {
  return JSON.stringify({ ...result, ...(result.errors && { errors: result.errors.map(withoutStatus) }) });
}

function withoutStatus(error: GraphQLError): unknown {
  const formatted = error.toJSON();
  if (formatted.extensions?.http === undefined) return formatted;
  return { ...formatted, extensions: { ...formatted.extensions, http: undefined } };
}
