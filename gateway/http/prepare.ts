import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  type GraphQLError,
  type GraphQLSchema,
  type OperationTypeNode,
} from 'graphql';

import type { OperationScope, Pipeline } from './pipeline.ts';

/** What a client asks for. */
export interface OperationParams {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** The pipeline for one operation, with what every plugin adds to it. */
interface Enveloped {
  readonly schema: GraphQLSchema;
  readonly parse: (query: string) => DocumentNode;
  readonly validate: (schema: GraphQLSchema, document: DocumentNode) => readonly GraphQLError[];
  readonly contextFactory: () => unknown;
  readonly execute: (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;
  readonly subscribe: (args: ExecutionArgs) => Subscribed | Promise<Subscribed>;
}

type Subscribed = ExecutionResult | AsyncIterable<ExecutionResult>;

/** An operation that is parsed, found valid, and has its context. */
export interface Prepared {
  /** Undefined when the document does not have the operation that was named. */
  readonly type: OperationTypeNode | undefined;
  readonly args: ExecutionArgs;
  /** Runs a query or mutation, or tells why the operation is none. */
  readonly execute: Enveloped['execute'];
  readonly subscribe: Enveloped['subscribe'];
}

export type Preparation =
  | { readonly ok: true; readonly operation: Prepared }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

/**
 * Takes an operation as far as its execution, without the layer of requests and responses that yoga is reached
 * through otherwise. All plugins that hook parsing, validation, context, execution and subscription take part.
 *
 * @param scope becomes the operation's context
 * @throws GraphQLError when the query cannot be parsed; whatever a plugin throws
 */
export async function prepare(
  pipeline: Pipeline,
  scope: OperationScope,
  params: OperationParams,
): Promise<Preparation> {
  const { query, variables, operationName } = params;
  const enveloped = pipeline.getEnveloped({ ...scope, params } as never) as Enveloped;
  const { schema, execute, subscribe } = enveloped;
  const document = enveloped.parse(query);
  const errors = enveloped.validate(schema, document);
  if (errors.length > 0) return { ok: false, errors };
  const args: ExecutionArgs = {
    schema,
    document,
    contextValue: await enveloped.contextFactory(),
    ...(variables == null ? {} : { variableValues: variables }),
    ...(operationName == null ? {} : { operationName }),
  };
  const type = getOperationAST(document, operationName)?.operation;
  return { ok: true, operation: { type, args, execute, subscribe } };
}
