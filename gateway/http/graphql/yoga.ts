import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

import { type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import {
  createYoga,
  type GraphQLParams,
  isAsyncIterable,
  type Plugin,
  processRegularResult,
  type YogaServerInstance,
} from 'graphql-yoga';

import { type ErrorMask, maskResult } from '../../graphql/mask-errors.ts';
import type { OperationParams, OperationRunner } from '../../graphql/operation-runner.ts';
import { mapResult } from '../../graphql/operation-plugin.ts';
import type { OperationScope } from '../../graphql/operation-scope.ts';
import { fromAsyncIterable } from '../../streams/from-async-iterable.ts';
import { acceptedResult, acceptsEvents } from '../request/accept.ts';
import type { ServerSentEvents } from '../streaming/sse.ts';
import { graphiql } from './graphiql.ts';
import { httpResult, refusedOperation } from './refused-operation.ts';

export interface HttpScope extends OperationScope {
  /** What the client sent; rejects with a GraphQLError that carries an HTTP status. */
  readonly params: Promise<GraphQLParams>;
  readonly response: ServerResponse;
}

export type Yoga = YogaServerInstance<HttpScope, object>;

export interface YogaOptions {
  readonly operations: OperationRunner;
  readonly mask: ErrorMask;
  /** Answers with Server-Sent Events. */
  readonly serve: ServerSentEvents['serve'];
}

/**
 * Answers what the fast path does not: GraphiQL, GET, multipart requests, and unusual parameters. Operations are run by
 * the runner, as for every other transport.
 */
export function createGraphQLYoga({ operations, mask, serve }: YogaOptions): Yoga {
  return createYoga<HttpScope, object>({
    plugins: [useReadParams(), useOperationRunner(operations, serve), useMask(mask)],
    // The server around it is responsible for these.
    cors: false,
    landingPage: false,
    logging: false,
    // Bodies are limited where they are read; yoga's own limit would double the cost of a request.
    maxRequestBodySize: false,
    // The runner caches documents.
    parserAndValidationCache: false,
    extraParamNames: ['documentId'],
    graphiql,
    renderGraphiQL: async (page) => {
      // Nine megabytes that only a browser's first visit needs.
      const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
      return renderGraphiQL(page);
    },
    // Results are masked already; yoga's own masking would wrap every stream once more.
    maskedErrors: false,
  });
}

/** Gives yoga the parameters that have been read already, in place of its own parsers. */
function useReadParams(): Plugin<object, HttpScope> {
  return {
    onRequestParse({ request, serverContext, setRequestParser }) {
      if (request.method === 'GET' || request.method === 'POST') setRequestParser(() => serverContext.params);
    },
  };
}

/**
 * Has operations run by the runner, in place of yoga's own parsing, validation and execution, and streams sent by
 * `serve`: yoga's own have a timer each, and no end after which clients reconnect.
 */
function useOperationRunner(
  operations: OperationRunner,
  serve: ServerSentEvents['serve'],
): Plugin<object, HttpScope> {
  const run = new WeakSet<Request>();
  return {
    onParams({ setParamsHandler }) {
      setParamsHandler(({ request, params, context }) => {
        run.add(request);
        const { requestId, viewer, lastEventId } = context as HttpScope;
        const parsed = operations.parse({ requestId, viewer, lastEventId }, params as OperationParams);
        if (!parsed.ok) return refusedOperation(parsed.errors);
        const { type, execute, subscribe } = parsed.operation;
        if (type === OperationTypeNode.MUTATION && request.method === 'GET') throw mutationByGet();
        return type === OperationTypeNode.SUBSCRIPTION ? subscribe() : mapResult(execute(), httpResult);
      });
    },
    onResultProcess(processing) {
      const { request, result, serverContext } = processing;
      if (Array.isArray(result)) return;
      if (!run.has(request)) {
        useAcceptedType(processing);
        return;
      }
      const accept = request.headers.get('accept') ?? undefined;
      const events = acceptsEvents(accept);
      if (isAsyncIterable(result) && !events) {
        fromAsyncIterable(result).stop();
        processing.setResultProcessor((_, fetchApi) => notAcceptable(fetchApi), 'text/event-stream');
      } else if (isAsyncIterable(result) || (events && acceptedResult(accept) === undefined)) {
        processing.setResultProcessor(async (_, fetchApi) => {
          const { response } = serverContext;
          serve(response, result as ExecutionResult | AsyncIterable<ExecutionResult>);
          // Yoga ignores what it is given for a response that has been closed.
          if (!response.closed) await once(response, 'close');
          return new fetchApi.Response(null);
        }, 'text/event-stream');
      } else {
        useAcceptedType(processing);
      }
    },
  };
}

/** Yoga itself takes the first type that a client names, whatever its quality. */
function useAcceptedType(processing: ResultProcessing): void {
  const type = acceptedResult(processing.request.headers.get('accept') ?? undefined);
  if (type !== undefined) processing.setResultProcessor(processRegularResult as ResultProcessor, type);
}

type ResultProcessing = Parameters<NonNullable<Plugin['onResultProcess']>>[0];
type ResultProcessor = Parameters<ResultProcessing['setResultProcessor']>[0];

function notAcceptable({ Response }: Pick<typeof globalThis, 'Response'>): Response {
  const headers = { accept: 'text/event-stream' };
  return new Response(null, { status: 406, statusText: 'Not Acceptable', headers });
}

function mutationByGet(): GraphQLError {
  return new GraphQLError('Can only perform a mutation operation from a POST request.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 405, headers: { Allow: 'POST' } } },
  });
}

/** Masks what fails outside of an operation; results of operations have been masked and stay as they are. */
function useMask(mask: ErrorMask): Plugin<object, HttpScope> {
  return {
    onResultProcess(processing) {
      const { result, serverContext } = processing;
      if (Array.isArray(result) || isAsyncIterable(result)) return;
      processing.setResult(maskResult(mask, result as ExecutionResult, serverContext.requestId));
    },
  };
}
