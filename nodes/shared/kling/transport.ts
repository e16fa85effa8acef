import { NoResponseError, type Transport } from '@kling-elements/validation';
import type { IN8nHttpFullResponse } from 'n8n-workflow';

import { cancelSignalOf, type KlingContext } from './context.ts';
import { klingApi } from './credential.ts';
import { requestBytes } from './request-bytes.ts';
import { throwIfCancelled } from '../execution/cancellation.ts';

/** In milliseconds. Uploading images takes long on slow connections. */
const timeouts = { GET: 60_000, POST: 300_000 } as const;

/**
 * Kling's API through n8n's HTTP client and the credential. Responses are fetched as text, which keeps every digit of an ID;
 * a token is signed for each request, so none ever has to be renewed.
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
          throw new NoResponseError(reasonOf(error));
        },
      );
}

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the host name does not exist',
  EAI_AGAIN: 'the host name could not be resolved',
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was lost',
  EPIPE: 'the connection was lost',
  ETIMEDOUT: 'it timed out',
  ECONNABORTED: 'it timed out',
};

/** Why there was no response. Error codes are put into words, as n8n would replace them with its own messages. */
export function reasonOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const code: unknown = 'code' in cause ? cause.code : undefined;
    if (typeof code === 'string' && reasons[code] !== undefined) return reasons[code];
  }
  return 'the request failed';
}
