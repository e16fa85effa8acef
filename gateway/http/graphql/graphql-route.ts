import type { IncomingMessage } from 'node:http';

import { anybody, type Authenticate, type Authentication } from '../../auth/viewer.ts';
import { compressResponse } from '../compression.ts';
import { allowOrigin, replyPreflight } from '../cors/cors.ts';
import type { CheckOrigin } from '../cors/origin-policy.ts';
import { answerOnFastPath, type FastPathOptions } from './fast-path.ts';
import { replyGraphQLError } from '../reply.ts';
import { readParams } from '../request/graphql-params.ts';
import type { Exchange, Route } from '../route.ts';
import type { Yoga } from './yoga.ts';

export interface GraphQLRouteOptions extends FastPathOptions {
  readonly yoga: Yoga;
  readonly authenticate: Authenticate;
  readonly checkOrigin: CheckOrigin;
  /** The limit of one request. */
  readonly maxBodyBytes: number;
}

/** `/graphql`: checks origin and credential, then answers on the fast path or by yoga. */
export function graphQLRoute(options: GraphQLRouteOptions): Route {
  const { yoga, authenticate, checkOrigin, maxBodyBytes } = options;
  const handle = async ({ request, response, requestId }: Exchange): Promise<void> => {
    const origin = checkOrigin(request.headers);
    if (!origin.ok) {
      replyGraphQLError(response, 403, origin.message, 'FORBIDDEN');
      return;
    }
    allowOrigin(response, origin.origin);
    if (request.method === 'OPTIONS') {
      replyPreflight(request, response);
      return;
    }
    if (request.method === 'HEAD') answerAsGet(request);
    // Yoga answers at one path only.
    request.url = request.url?.replace(/^\/graphql\//, '/graphql');
    const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
    const authentication: Authentication = isPage
      ? { ok: true, viewer: anybody }
      : await authenticate(request.headers.authorization);
    if (!authentication.ok) {
      const { status, code, headers } = failureReplies[authentication.reason];
      replyGraphQLError(response, status, authentication.message, code, headers);
      return;
    }
    const params = readParams(request, maxBodyBytes);
    // Handled by whoever awaits it, which nobody does for the GraphiQL page.
    params.catch(() => undefined);
    const { viewer } = authentication;
    const scope = { requestId, viewer, lastEventId: lastEventId(request), params, response };
    if (await answerOnFastPath(options, request, response, scope)) return;
    compressResponse(response);
    await yoga(request, response, scope);
  };
  return { name: 'graphql', path: /^\/graphql$/, methods: ['GET', 'HEAD', 'POST', 'OPTIONS'], handle };
}

/** Node's response to a HEAD request has no body, whatever is written to it. A stream would never end. */
function answerAsGet(request: IncomingMessage): void {
  request.method = 'GET';
  const isPage = request.headers.accept?.includes('text/html') === true;
  if (!isPage) request.headers.accept = 'application/json';
}

/** A browser's `EventSource` sends it when it reconnects. */
function lastEventId({ headers }: IncomingMessage): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

const unauthorized = {
  status: 401,
  code: 'UNAUTHENTICATED',
  headers: { 'www-authenticate': 'Bearer realm="kling-elements"' },
} as const;
const failureReplies = {
  UNAUTHORIZED: unauthorized,
  EXPIRED: unauthorized,
  FORBIDDEN: { status: 403, code: 'FORBIDDEN', headers: {} },
  UNAVAILABLE: { status: 503, code: 'UNAVAILABLE', headers: { 'retry-after': '5' } },
} as const;
