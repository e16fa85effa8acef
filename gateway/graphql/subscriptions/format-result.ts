import type { ExecutionResult, GraphQLError } from 'graphql';

/** A result as clients get it. The status that yoga takes from an error is not for them. */
export function formatResult(result: ExecutionResult): string {
  return JSON.stringify({ ...result, ...(result.errors && { errors: result.errors.map(withoutStatus) }) });
}

function withoutStatus(error: GraphQLError): unknown {
  const told = error.toJSON();
  if (told.extensions?.http === undefined) return told;
  return { ...told, extensions: { ...told.extensions, http: undefined } };
}
