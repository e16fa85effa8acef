import { ProblemError } from '@kling-elements/validation';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';

/** Turns any error into one that a client may see. */
export type ErrorMask = (error: unknown, requestId: string) => GraphQLError;

/**
 * Problems keep their message and get the extensions of the schema; GraphQL's own errors stay as they are. All others
 * are logged under the request's ID, which is all that the client learns.
 */
export function createErrorMask(log: Logger): ErrorMask {
  return (error, requestId) => {
    const located = error instanceof GraphQLError ? error : undefined;
    const cause = rootOf(error);
    if (located !== undefined && cause instanceof GraphQLError) return located;
    const position = {
      nodes: located?.nodes,
      source: located?.source,
      positions: located?.positions,
      path: located?.path,
    };
    if (cause instanceof ProblemError) {
      const { message, kind, code, requestId: klingRequestId, retryable } = cause.problem;
      return new GraphQLError(message, {
        ...position,
        extensions: { kind, code, requestId: klingRequestId, retryable },
      });
    }
    log.error({ err: cause, requestId, path: located?.path }, 'unexpected error');
    return new GraphQLError(unexpectedErrorMessage(requestId), {
      ...position,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    });
  };
}

/** All that a client learns of an unexpected error. */
export function unexpectedErrorMessage(requestId: string): string {
  return `Something went wrong in the gateway. The log has the details under request ID ${requestId}.`;
}

/** A result with all errors masked; the same object if it has none. */
export function maskResult(mask: ErrorMask, result: ExecutionResult, requestId: string): ExecutionResult {
  if (result.errors === undefined) return result;
  return { ...result, errors: result.errors.map((error) => mask(error, requestId)) };
}

/** The error that was thrown first. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof GraphQLError && root.cause !== undefined) root = root.cause;
  return root;
}
