import { ProblemError } from '@kling-elements/validation';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';

/** Makes of any error one that a client may see. */
export type ErrorMask = (error: unknown, requestId: string) => GraphQLError;

/**
 * Problems keep their words and gain the contract's extensions; GraphQL's own errors stay; everything else is logged
 * under the request's id, and the client is told that id and nothing more.
 */
export function createErrorMask(log: Logger): ErrorMask {
  return (error, requestId) => {
    const located = error instanceof GraphQLError ? error : undefined;
    const cause = rootOf(error);
    if (located !== undefined && cause instanceof GraphQLError) return located;
    const place = {
      nodes: located?.nodes,
      source: located?.source,
      positions: located?.positions,
      path: located?.path,
    };
    if (cause instanceof ProblemError) {
      const { message, kind, code, requestId: klingRequestId, retryable } = cause.problem;
      return new GraphQLError(message, {
        ...place,
        extensions: { kind, code, requestId: klingRequestId, retryable },
      });
    }
    log.error({ err: cause, requestId, path: located?.path }, 'unexpected error');
    return new GraphQLError(
      `Something went wrong in the gateway; the log has the details under request id ${requestId}.`,
      { ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } },
    );
  };
}

/** A result of which every error may be seen; the very same where nothing went wrong. */
export function maskResult(mask: ErrorMask, result: ExecutionResult, requestId: string): ExecutionResult {
  if (result.errors === undefined) return result;
  return { ...result, errors: result.errors.map((error) => mask(error, requestId)) };
}

/** What was thrown, behind all the places it went through. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof GraphQLError && root.cause !== undefined) root = root.cause;
  return root;
}
