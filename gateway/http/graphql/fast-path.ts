import type { IncomingMessage, ServerResponse } from 'node:http';

import { OperationTypeNode } from 'graphql';
import { type GraphQLParams, isAsyncIterable, processRegularResult } from 'graphql-yoga';

import { acceptedResult, takesEvents } from '../request/accept.ts';
import type { HttpScope } from './yoga.ts';
import type { OperationParams, OperationRunner, Prepared } from '../../graphql/operation-runner.ts';
import { hasJson } from '../request/graphql-params.ts';
import type { ServerSentEvents } from '../streaming/sse.ts';

/** What answers quickly. */
export interface FastPath {
  readonly operations: OperationRunner;
  /** Answers with Server-Sent Events. */
  readonly serve: ServerSentEvents['serve'];
}

/**
 * Answers an operation that came as JSON without yoga's layer of Fetch requests and responses, which costs more than
 * all the rest. What is not plain, or not valid, is left to yoga; what both can answer they answer alike.
 *
 * @returns whether it has answered
 */
export async function answerOnFastPath(
  { operations, serve }: FastPath,
  request: IncomingMessage,
  response: ServerResponse,
  scope: HttpScope,
): Promise<boolean> {
  const { accept } = request.headers;
  const type = acceptedResult(accept);
  const events = takesEvents(accept);
  if ((type === undefined && !events) || request.method !== 'POST' || !hasJson(request)) return false;
  const operation = await preparedFrom(operations, scope);
  if (operation?.type === undefined) return false;
  const subscribes = operation.type === OperationTypeNode.SUBSCRIPTION;
  if (subscribes ? !events : type === undefined) return false;
  const result = await (subscribes ? operation.subscribe() : operation.execute());
  if (type === undefined || isAsyncIterable(result)) {
    serve(response, result);
    return true;
  }
  const { text, status, headers } = processRegularResult(result, asReply, type) as unknown as Reply;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
  response.end(text);
  return true;
}

/** Undefined where there is something to refuse: yoga says what. Nothing has been executed yet. */
async function preparedFrom(operations: OperationRunner, scope: HttpScope): Promise<Prepared | undefined> {
  try {
    const params = await scope.params;
    if (!isPlain(params)) return undefined;
    const preparation = operations.prepare(scope, params);
    return preparation.ok ? preparation.operation : undefined;
  } catch {
    return undefined;
  }
}

function isPlain(params: GraphQLParams): params is GraphQLParams & OperationParams {
  const { query, variables, operationName, ...others } = params;
  for (const name in others) if (name !== 'extensions') return false;
  return (
    typeof query === 'string' &&
    (variables == null || (typeof variables === 'object' && !Array.isArray(variables))) &&
    (operationName == null || typeof operationName === 'string') &&
    others.extensions == null
  );
}

/** What yoga's own processor of results makes a Fetch response of. */
class Reply {
  readonly text: string;
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(text: string, { status, headers }: { status: number; headers: Record<string, string> }) {
    this.text = text;
    this.status = status;
    this.headers = headers;
  }
}

const asReply = { Response: Reply } as unknown as Parameters<typeof processRegularResult>[1];
