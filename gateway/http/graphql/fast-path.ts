import type { IncomingMessage, ServerResponse } from 'node:http';

import { type ExecutionResult, OperationTypeNode } from 'graphql';
import { type GraphQLParams, isAsyncIterable, processRegularResult } from 'graphql-yoga';

import type { OperationParams, OperationRunner } from '../../graphql/operation-runner.ts';
import { replyText } from '../reply.ts';
import { acceptedResult, acceptsEvents, type ResultType } from '../request/accept.ts';
import { hasJson } from '../request/graphql-params.ts';
import type { ServerSentEvents } from '../streaming/sse.ts';
import { httpResult, refusedOperation } from './refused-operation.ts';
import type { HttpScope } from './yoga.ts';

export interface FastPathOptions {
  readonly operations: OperationRunner;
  /** Answers with Server-Sent Events. */
  readonly serve: ServerSentEvents['serve'];
}

/**
 * Answers an operation that was sent as JSON without yoga's Fetch requests and responses, which cost more than all the
 * rest. Requests that are not plain are left to yoga. What both can answer, they answer identically.
 *
 * @returns whether it has answered
 */
export async function answerOnFastPath(
  { operations, serve }: FastPathOptions,
  request: IncomingMessage,
  response: ServerResponse,
  scope: HttpScope,
): Promise<boolean> {
  if (request.method !== 'POST' || !hasJson(request)) return false;
  const { accept } = request.headers;
  const type = acceptedResult(accept);
  const events = acceptsEvents(accept);
  if (type === undefined && !events) return false;
  const params = await plainParams(scope);
  if (params === undefined) return false;

  const { requestId, viewer, lastEventId } = scope;
  const parsed = operations.parse({ requestId, viewer, lastEventId }, params);
  if (!parsed.ok) {
    reply(refusedOperation(parsed.errors));
    return true;
  }
  const { operation } = parsed;
  if (operation.type !== OperationTypeNode.SUBSCRIPTION) {
    reply(httpResult(await operation.execute()));
    return true;
  }
  if (!events) return false;
  const subscribed = await operation.subscribe();
  if (isAsyncIterable(subscribed)) serve(response, subscribed);
  else reply(subscribed);
  return true;

  function reply(result: ExecutionResult): void {
    if (type === undefined) serve(response, result);
    else sendResult(response, result, type);
  }
}

/** Undefined for what yoga has to check, or to refuse: it words what is wrong with a request. */
async function plainParams(scope: HttpScope): Promise<OperationParams | undefined> {
  try {
    const params = await scope.params;
    return isPlain(params) ? params : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(params: GraphQLParams): params is GraphQLParams & OperationParams {
  const { query, variables, operationName, extensions, ...others } = params;
  for (const name in others) if (name !== 'documentId') return false;
  return (
    typeof query === 'string' &&
    (variables == null || (typeof variables === 'object' && !Array.isArray(variables))) &&
    (operationName == null || typeof operationName === 'string') &&
    (extensions == null || 'persistedQuery' in extensions)
  );
}

function sendResult(response: ServerResponse, result: ExecutionResult, type: ResultType): void {
  const { text, status, headers } = processRegularResult(result, fetchApi, type) as unknown as PlainResponse;
  replyText(response, status, text, headers);
}

/** Takes the place of a Fetch response in yoga's result processor. */
class PlainResponse {
  readonly text: string;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(text: string, { status, headers }: { status: number; headers: Record<string, string> }) {
    this.text = text;
    this.status = status;
    this.headers = headers;
  }
}

const fetchApi = { Response: PlainResponse } as unknown as Parameters<typeof processRegularResult>[1];
