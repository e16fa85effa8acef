import type { DocumentNode, ExecutionArgs, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';

/** A single result, at once where no resolver had to wait. */
export type Result = ExecutionResult | Promise<ExecutionResult>;

/** What a subscription starts with: a stream of results, or the errors that kept it from starting. */
export type Subscribed = ExecutionResult | AsyncIterable<ExecutionResult>;

/** @throws GraphQLError when the text is not a document */
export type Parse = (query: string, context: object) => DocumentNode;
export type Validate = (
  schema: GraphQLSchema,
  document: DocumentNode,
  context: object,
) => readonly GraphQLError[];
export type Execute = (args: ExecutionArgs) => Result;
export type Subscribe = (args: ExecutionArgs) => Promise<Subscribed>;

/**
 * What takes part in every operation, whichever transport carries it. Each member is given the step that it wraps, and
 * returns the step to take in its place. One context object accompanies an operation through all of its steps.
 */
export interface OperationPlugin {
  readonly parse?: (next: Parse) => Parse;
  readonly validate?: (next: Validate) => Validate;
  /** Of queries and mutations. */
  readonly execute?: (next: Execute) => Execute;
  readonly subscribe?: (next: Subscribe) => Subscribe;
}

/** Maps a result without making a promise where there is none. */
export function mapResult(result: Result, map: (result: ExecutionResult) => Result): Result {
  return result instanceof Promise ? result.then(map) : map(result);
}
