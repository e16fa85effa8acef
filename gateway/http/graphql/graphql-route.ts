import { anybody, type Authenticate, type Authentication } from '../../auth/verdict.ts';
import { allowOrigin, replyPreflight } from '../cors/cors.ts';
import type { JudgeOrigin } from '../cors/origin-policy.ts';
import type { GraphQLServer } from './yoga.ts';
import { answerOnFastPath, type FastPath } from './fast-path.ts';
import { replyGraphQLError } from '../reply.ts';
import { readParams } from '../request/graphql-params.ts';
import type { Exchange } from '../route.ts';

export interface GraphQLOverHttpOptions extends FastPath {
  readonly yoga: GraphQLServer['yoga'];
  readonly authenticate: Authenticate;
  readonly judgeOrigin: JudgeOrigin;
  /** Of one request. */
  readonly maxBodyBytes: number;
}

/** `/graphql`: who may ask, before the pipeline is asked. */
export function graphQLOverHttp(options: GraphQLOverHttpOptions) {
  const { yoga, authenticate, judgeOrigin, maxBodyBytes } = options;
  return async ({ request, response, requestId }: Exchange): Promise<void> => {
    const origin = judgeOrigin(request.headers);
    if (!origin.ok) {
      replyGraphQLError(response, 403, origin.message, 'FORBIDDEN');
      return;
    }
    allowOrigin(response, origin.origin);
    if (request.method === 'OPTIONS') {
      replyPreflight(request, response);
      return;
    }
    const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html') === true;
    const authentication: Authentication = isPage
      ? { ok: true, viewer: anybody }
      : await authenticate(request.headers.authorization);
    if (!authentication.ok) {
      const { status, headers } = refusals[authentication.reason];
      replyGraphQLError(response, status, authentication.message, authentication.reason, headers);
      return;
    }
    const params = readParams(request, maxBodyBytes);
    // Whoever waits for it is told; nobody does where the page is asked for.
    params.catch(() => undefined);
    const scope = { requestId, viewer: authentication.viewer, params };
    if (await answerOnFastPath(options, request, response, scope)) return;
    await yoga(request, response, scope);
  };
}

const refusals = {
  UNAUTHORIZED: { status: 401, headers: { 'www-authenticate': 'Bearer realm="kling-elements"' } },
  FORBIDDEN: { status: 403, headers: {} },
  UNAVAILABLE: { status: 503, headers: { 'retry-after': '5' } },
} as const;
