import { ProblemError } from '@kling-elements/validation';
import { type ExecutionResult, GraphQLError, Kind } from 'graphql';
import type { Logger } from 'pino';

/** Turns any error into one that a client may see, with a code. */
export type ErrorMask = (error: unknown, requestId: string) => GraphQLError;

/**
 * Problems keep their message and get the extensions of the schema; GraphQL's own errors about a request stay as they
 * are. All others are logged under the request's ID, which is all that the client learns.
 */
export function createErrorMask(log: Logger): ErrorMask {
  return (error, requestId) => {
    const located = error instanceof GraphQLError ? error : undefined;
    const cause = rootOf(error);
    if (located !== undefined && cause instanceof GraphQLError) {
      if (typeof located.extensions.code === 'string') return located;
      if (isAboutInput(located)) return aboutInput(located);
    }
    const position = {
      nodes: located?.nodes,
      source: located?.source,
      positions: located?.positions,
      path: located?.path,
    };
    if (cause instanceof ProblemError) {
      const { message, ...fields } = cause.problem;
      return new GraphQLError(message, {
        ...position,
        extensions: { code: `KLING_${fields.kind}`, ...fields },
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

/** Variables and arguments, as opposed to a value that a resolver returned, which is located at its field. */
function isAboutInput({ path, nodes }: GraphQLError): boolean {
  return path === undefined || (nodes !== undefined && nodes[0]?.kind !== Kind.FIELD);
}

/** Without the HTTP status that the executor adds, which is the transport's concern. */
function aboutInput({ message, nodes, source, positions, path }: GraphQLError): GraphQLError {
  const extensions = { code: 'BAD_USER_INPUT' };
  return new GraphQLError(message, { nodes, source, positions, path, extensions });
}

/** The error that was thrown first. */
function rootOf(error: unknown): unknown {
  let root = error;
  while (root instanceof GraphQLError && root.cause !== undefined) root = root.cause;
  return root;
}
