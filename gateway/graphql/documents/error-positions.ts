import { type ExecutionResult, GraphQLError, Source } from 'graphql';

import type { Literal } from './literal-scanner.ts';

/** A query and its literals. */
export interface QueryText {
  readonly query: string;
  readonly literals: readonly Literal[];
}

/**
 * A result whose errors point to their positions in the client's own query.
 *
 * @param executed literals of the query whose document was executed
 * @param sent what the client sent; it differs from the executed query only in its literals
 */
export function restoreErrorPositions(
  result: ExecutionResult,
  executed: readonly Literal[],
  sent: QueryText,
): ExecutionResult {
  if (result.errors === undefined) return result;
  const source = new Source(sent.query);
  const restored = ({ message, positions, path, cause, extensions }: GraphQLError) =>
    new GraphQLError(message, {
      source,
      positions: positions?.map((position) => position + offsetAt(position, executed, sent.literals)),
      path,
      cause,
      extensions,
    });
  return { ...result, errors: result.errors.map(restored) };
}

/** How many UTF-16 units longer the text before a position is in the client's own query. */
function offsetAt(position: number, executed: readonly Literal[], sent: readonly Literal[]): number {
  let sum = 0;
  for (const [index, { start, text }] of executed.entries()) {
    if (start >= position) break;
    sum += (sent[index]?.text.length ?? 0) - text.length;
  }
  return sum;
}
