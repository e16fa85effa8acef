import { type ExecutionResult, GraphQLError } from 'graphql';

/**
 * The result of an operation that was refused before its execution, with the status that yoga's result processor reads
 * from `extensions.http` and removes. `spec`: only for `application/graphql-response+json`, as GraphQL over HTTP has it;
 * with `application/json` such a result is sent with 200.
 */
export function refusedOperation(errors: readonly GraphQLError[]): ExecutionResult {
  return { errors: errors.map(withStatus) };
}

/** A result as HTTP has it: one without `data` was refused, such as for its variables. */
export function httpResult(result: ExecutionResult): ExecutionResult {
  return result.errors !== undefined && !('data' in result) ? refusedOperation(result.errors) : result;
}

function withStatus({ message, nodes, source, positions, extensions }: GraphQLError): GraphQLError {
  const http = statuses[String(extensions.code)] ?? { status: 400, spec: true };
  return new GraphQLError(message, { nodes, source, positions, extensions: { ...extensions, http } });
}

const statuses: Readonly<Record<string, object>> = {
  OPERATION_RESOLUTION_FAILURE: { status: 400 },
  INTERNAL_SERVER_ERROR: { status: 500 },
};
