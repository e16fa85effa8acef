import { type ExecutionResult, GraphQLError, Source } from 'graphql';

import type { Literal } from './literal-scanner.ts';

/** A query and the literals in it. */
export interface Text {
  readonly query: string;
  readonly literals: readonly Literal[];
}

/**
 * A result with its errors at the places that they have in the client's own query.
 *
 * @param executed literals of the query whose document was executed
 * @param asked what the client sent; it differs in nothing but the values of its literals
 */
export function relocateErrors(
  result: ExecutionResult,
  executed: readonly Literal[],
  asked: Text,
): ExecutionResult {
  if (result.errors === undefined) return result;
  const source = new Source(asked.query);
  const relocated = ({ message, positions, path, cause, extensions }: GraphQLError) =>
    new GraphQLError(message, {
      source,
      positions: positions?.map((position) => position + growth(position, executed, asked.literals)),
      path,
      cause,
      extensions,
    });
  return { ...result, errors: result.errors.map(relocated) };
}

/** By how much the text before a position is longer in the client's own query. */
function growth(position: number, executed: readonly Literal[], asked: readonly Literal[]): number {
  let sum = 0;
  for (const [index, { start, text }] of executed.entries()) {
    if (start >= position) break;
    sum += (asked[index]?.text.length ?? 0) - text.length;
  }
  return sum;
}
