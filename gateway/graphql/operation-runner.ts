import { normalizedExecutor } from '@graphql-tools/executor';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';

import { after, type Execute, type Result } from './documents/jit.ts';
import type { GatewayServices } from './schema/context.ts';
import type { OperationScope } from './operation-scope.ts';

/**
 * What takes part in every operation, whatever carries it. Its hooks are synchronous, and give none for events. Of
 * envelop's offers they may take up what is handed to them here: to set what is called, and what comes of it.
 */
export type OperationPlugin = Pick<Plugin, 'onParse' | 'onValidate' | 'onExecute' | 'onSubscribe'>;

/** A hook as envelop calls it; what it gives is called, or has what is called, afterwards. */
type Hook<Afterwards> = (payload: object) => Afterwards | undefined;
type Told = (payload: object) => void;

/** What a client asks for. */
export interface OperationParams {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

type Subscribed = ExecutionResult | AsyncIterable<ExecutionResult>;
type Subscribe = (args: ExecutionArgs) => Subscribed | Promise<Subscribed>;

/** An operation that is parsed, found valid, and has its context. */
export interface Prepared {
  /** Undefined when the document does not have the operation that was named. */
  readonly type: OperationTypeNode | undefined;
  readonly document: DocumentNode;
  /** Runs a query or mutation, or tells why the operation is none. */
  readonly execute: () => Result;
  readonly subscribe: () => Promise<Subscribed>;
}

export type Preparation =
  | { readonly ok: true; readonly operation: Prepared }
  | { readonly ok: false; readonly errors: readonly GraphQLError[] };

export interface OperationRunnerOptions {
  readonly schema: GraphQLSchema;
  /** A part of every operation's context. */
  readonly services: GatewayServices;
  readonly plugins: readonly OperationPlugin[];
}

/**
 * Runs operations through the hooks of plugins, as envelop does for yoga, with the same results. Envelop's own way takes
 * forty kilobytes of short-lived closures and promises for each query, which cost more than the query.
 */
export class OperationRunner {
  readonly schema: GraphQLSchema;
  readonly #services: GatewayServices;
  readonly #onParse: readonly Hook<Told>[];
  readonly #onValidate: readonly Hook<Told>[];
  readonly #onExecute: readonly Hook<{ readonly onExecuteDone?: Told }>[];
  readonly #onSubscribe: readonly Hook<{ readonly onSubscribeResult?: Told }>[];

  constructor({ schema, services, plugins }: OperationRunnerOptions) {
    this.schema = schema;
    this.#services = services;
    this.#onParse = hooks('onParse', plugins);
    this.#onValidate = hooks('onValidate', plugins);
    this.#onExecute = hooks('onExecute', plugins);
    this.#onSubscribe = hooks('onSubscribe', plugins);
  }

  /**
   * Takes an operation as far as its execution.
   *
   * @param scope becomes a part of the operation's context
   * @throws whatever a plugin throws
   */
  prepare(scope: OperationScope, params: OperationParams): Preparation {
    const { query, variables, operationName } = params;
    const context = { ...this.#services, ...scope, params };
    const document = this.#parse(query, context);
    if (document instanceof Error) return { ok: false, errors: [refusal(document, 'GRAPHQL_PARSE_FAILED')] };
    const errors = this.#validate(document, context);
    if (errors.length > 0) {
      return { ok: false, errors: errors.map((error) => refusal(error, 'GRAPHQL_VALIDATION_FAILED')) };
    }
    const args: ExecutionArgs = { schema: this.schema, document, contextValue: context };
    if (variables != null) args.variableValues = variables;
    if (operationName != null) args.operationName = operationName;
    return {
      ok: true,
      operation: {
        type: getOperationAST(document, operationName)?.operation,
        document,
        execute: () => this.#execute(args),
        subscribe: () => this.#subscribe(args),
      },
    };
  }

  /** @returns the error where the text is no document */
  #parse(query: string, context: object): DocumentNode | Error {
    let result: DocumentNode | Error | undefined;
    const payload = {
      context,
      params: { source: query },
      parseFn: parse,
      setParseFn: (parseFn: typeof parse) => {
        payload.parseFn = parseFn;
      },
      setParsedDocument: (document: DocumentNode) => {
        result = document;
      },
    };
    const done = called(this.#onParse, payload);
    try {
      result ??= payload.parseFn(query);
    } catch (error) {
      result = error as Error;
    }
    for (const tell of done) tell({ result });
    return result;
  }

  #validate(document: DocumentNode, context: object): readonly GraphQLError[] {
    let result: readonly GraphQLError[] | undefined;
    const payload = {
      context,
      params: { schema: this.schema, documentAST: document },
      validateFn: validate,
      setValidationFn: (validateFn: typeof validate) => {
        payload.validateFn = validateFn;
      },
      setResult: (errors: readonly GraphQLError[]) => {
        result = errors;
      },
    };
    const done = called(this.#onValidate, payload);
    result ??= payload.validateFn(this.schema, document);
    for (const tell of done) tell({ result, valid: result.length === 0 });
    return result;
  }

  #execute(args: ExecutionArgs): Result {
    const payload = {
      args,
      context: args.contextValue,
      executeFn: normalizedExecutor as Execute,
      setExecuteFn: (executeFn: Execute) => {
        payload.executeFn = executeFn;
      },
    };
    const done = called(this.#onExecute, payload);
    return after(payload.executeFn(args), (first) => {
      let result = first;
      const setResult = (replaced: ExecutionResult) => {
        result = replaced;
      };
      for (const { onExecuteDone } of done) onExecuteDone?.({ args, result, setResult });
      return result;
    });
  }

  async #subscribe(args: ExecutionArgs): Promise<Subscribed> {
    const payload = {
      args,
      context: args.contextValue,
      subscribeFn: normalizedExecutor as Subscribe,
      setSubscribeFn: (subscribeFn: Subscribe) => {
        payload.subscribeFn = subscribeFn;
      },
    };
    const done = called(this.#onSubscribe, payload);
    let result = await payload.subscribeFn(args);
    const setResult = (replaced: Subscribed) => {
      result = replaced;
    };
    for (const { onSubscribeResult } of done) onSubscribeResult?.({ args, result, setResult });
    return result;
  }
}

/** The hooks of one kind, in the order of their plugins. */
function hooks<Afterwards>(
  kind: keyof OperationPlugin,
  plugins: readonly OperationPlugin[],
): Hook<Afterwards>[] {
  return plugins.flatMap((plugin) => (plugin[kind] as Hook<Afterwards> | undefined) ?? []);
}

/** Calls hooks in their order. @returns what some of them want to be called with afterwards */
function called<Afterwards>(all: readonly Hook<Afterwards>[], payload: object): Afterwards[] {
  const done: Afterwards[] = [];
  for (const hook of all) {
    const afterwards = hook(payload);
    if (afterwards !== undefined) done.push(afterwards);
  }
  return done;
}

/** As clients may see it: with a code, and without the status that yoga takes from an error. */
function refusal(error: Error, code: string): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error;
  const { message, nodes, source, positions } = error;
  const extensions: Record<string, unknown> = { code, ...error.extensions };
  delete extensions.http;
  return new GraphQLError(message, { nodes, source, positions, extensions });
}
