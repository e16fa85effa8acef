import { NoAnswer, type Transport } from '@kling-elements/validation';
import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { cancelSignalOf, type KlingContext } from './context.ts';
import { klingApi } from './credential.ts';
import { requestBytes } from './request-bytes.ts';
import { throwIfCancelled } from '../execution/cancellation.ts';

/** In milliseconds. Pictures take their time on slow lines. */
const timeouts = { GET: 60_000, POST: 300_000 } as const;

/**
 * Kling's API through n8n's own HTTP client and the node's credential. Answers come as text, so that no digit of an
 * id is lost; a token is signed for each request, so there is none to renew.
 */
export function transportOf(context: KlingContext, baseUrl: string): Transport {
  return ({ method, path, body }) =>
    context.helpers.httpRequestWithAuthentication
      .call(context, klingApi, {
        method,
        url: `${baseUrl}${path}`,
        ...(body === undefined
          ? {}
          : { headers: { 'Content-Type': 'application/json' }, body: requestBytes(body) }),
        encoding: 'text',
        returnFullResponse: true,
        ignoreHttpStatusErrors: true,
        timeout: timeouts[method],
      })
      .then(
        (response: IN8nHttpFullResponse) => {
          const retryAfter = response.headers['retry-after'];
          return {
            status: response.statusCode,
            text: typeof response.body === 'string' ? response.body : JSON.stringify(response.body),
            retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
          };
        },
        (error: unknown) => {
          throwIfCancelled(cancelSignalOf(context));
          throw new NoAnswer(reasonOf(error));
        },
      );
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such name',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ETIMEDOUT: 'it took too long',
  ECONNABORTED: 'it took too long',
};

/** Why there was no answer, in words: n8n would put texts of its own in the place of error codes. */
export function reasonOf(error: unknown): string {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code: unknown = 'code' in one ? one.code : undefined;
    if (typeof code === 'string' && reasons[code] !== undefined) return reasons[code];
  }
  return 'the request failed';
}
