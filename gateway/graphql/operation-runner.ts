import { normalizedExecutor } from '@graphql-tools/executor';
import {
  type DocumentNode,
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';

import type { ReferringParams } from './documents/persisted/document-reference.ts';
import { type ErrorMask, maskResult } from './mask-errors.ts';
import {
  type Execute,
  mapResult,
  type OperationPlugin,
  type Parse,
  type Result,
  type Subscribe,
  type Subscribed,
  type Validate,
} from './operation-plugin.ts';
import type { OperationScope } from './operation-scope.ts';
import type { GatewayServices } from './schema/context.ts';

/** What a client sends. */
export interface OperationParams extends ReferringParams {
  /** Empty if the client names a document instead. */
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** An operation that has been parsed and validated. Errors in its results are masked. */
export interface Operation {
  readonly type: OperationTypeNode;
  readonly document: DocumentNode;
  /** Runs a query or mutation. Never throws or rejects. */
  readonly execute: () => Result;
  /** Starts a subscription. Never rejects. */
  readonly subscribe: () => Promise<Subscribed>;
}

/**
 * Errors have a code in their extensions: `GRAPHQL_PARSE_FAILED`, `OPERATION_RESOLUTION_FAILURE` (the document does not
 * have the operation that was named), `GRAPHQL_VALIDATION_FAILED`, or that of a plugin.
 */
export type ParsedOperation =
  | { readonly ok: true; readonly operation: Operation }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

type OperationContext = GatewayServices & OperationScope & { readonly params: OperationParams };

export interface OperationRunnerOptions {
  readonly schema: GraphQLSchema;
  /** A part of every operation's context. */
  readonly services: GatewayServices;
  readonly mask: ErrorMask;
  /** The first one wraps all others. */
  readonly plugins: readonly OperationPlugin[];
}

/**
 * Parses, validates and runs the operations of every transport, and words what is wrong with them. It takes the place
 * of yoga's own orchestration, which makes 40 kB of short-lived closures and promises for each query.
 */
export class OperationRunner {
  readonly schema: GraphQLSchema;
  readonly #services: GatewayServices;
  readonly #mask: ErrorMask;
  readonly #parse: Parse;
  readonly #validate: Validate;
  readonly #execute: Execute;
  readonly #subscribe: Subscribe;

  constructor({ schema, services, mask, plugins }: OperationRunnerOptions) {
    this.schema = schema;
    this.#services = services;
    this.#mask = mask;
    const each = <Step extends keyof OperationPlugin>(step: Step) => plugins.map((plugin) => plugin[step]);
    this.#parse = wrapped<Parse>(each('parse'), (query) => parse(query));
    this.#validate = wrapped<Validate>(each('validate'), (...[, document]) => validate(schema, document));
    this.#execute = wrapped<Execute>(each('execute'), normalizedExecutor as Execute);
    this.#subscribe = wrapped<Subscribe>(
      each('subscribe'),
      async (args) => (await normalizedExecutor(args)) as Subscribed,
    );
  }

  /**
   * Takes an operation as far as its execution.
   *
   * @param scope becomes a part of the operation's context
   */
  parse(scope: OperationScope, params: OperationParams): ParsedOperation {
    try {
      return this.#parsed({ ...this.#services, ...scope, params }, params);
    } catch (error) {
      return { ok: false, errors: [this.#mask(error, scope.requestId)] };
    }
  }

  #parsed(context: OperationContext, { query, variables, operationName }: OperationParams): ParsedOperation {
    let document: DocumentNode;
    try {
      document = this.#parse(query, context);
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      return { ok: false, errors: [withCode(error, 'GRAPHQL_PARSE_FAILED')] };
    }
    const type = getOperationAST(document, operationName)?.operation;
    if (type === undefined) return { ok: false, errors: [noOperation()] };
    const errors = this.#validate(this.schema, document, context);
    if (errors.length > 0) {
      return { ok: false, errors: errors.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
    }
    const args: ExecutionArgs = { schema: this.schema, document, contextValue: context };
    if (variables != null) args.variableValues = variables;
    if (operationName != null) args.operationName = operationName;
    const { requestId } = context;
    return {
      ok: true,
      operation: {
        type,
        document,
        execute: () => this.#executeMasked(args, requestId),
        subscribe: () => this.#subscribeMasked(args, requestId),
      },
    };
  }

  #executeMasked(args: ExecutionArgs, requestId: string): Result {
    const failed = (error: unknown) => ({ errors: [this.#mask(error, requestId)] });
    try {
      const result = mapResult(this.#execute(args), (one) => maskResult(this.#mask, one, requestId));
      return result instanceof Promise ? result.catch(failed) : result;
    } catch (error) {
      return failed(error);
    }
  }

  async #subscribeMasked(args: ExecutionArgs, requestId: string): Promise<Subscribed> {
    try {
      const subscribed = await this.#subscribe(args);
      // The errors of a stream are masked where its results are made.
      return isAsyncIterable(subscribed) ? subscribed : maskResult(this.#mask, subscribed, requestId);
    } catch (error) {
      return { errors: [this.#mask(error, requestId)] };
    }
  }
}

function wrapped<Step>(wraps: readonly (((next: Step) => Step) | undefined)[], last: Step): Step {
  return wraps.reduceRight((next, wrap) => wrap?.(next) ?? next, last);
}

function withCode(
  { message, nodes, source, positions, extensions }: GraphQLError,
  code: string,
): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, extensions: { code, ...extensions } });
}

function noOperation(): GraphQLError {
  return new GraphQLError('Could not determine what operation to execute.', {
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
}
