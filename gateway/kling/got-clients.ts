import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';

import type { KlingRequest } from '@kling-elements/validation';
import got, { type Got } from 'got';

import type { CallTimes, Timeouts } from './timeouts.ts';

/** What determines the options of a call. */
export interface Call {
  readonly request: Pick<KlingRequest, 'method' | 'isPage'>;
  readonly bodyBytes: number;
  /** Goes into the header `Authorization`. */
  readonly token: string;
}

const largeBody = 1_000_000;

/**
 * One got client for each kind of call, with all its options: merging them would take a tenth of the time of a call.
 * The clients are replaced when the token changes.
 */
export function createGotClients(
  agent: { readonly http: HttpAgent; readonly https: HttpsAgent },
  timeouts: Timeouts,
): (call: Call) => Got {
  const base = got.extend({
    agent,
    throwHttpErrors: false,
    retry: { limit: 0 },
    maxRedirects: 3,
    headers: { accept: 'application/json', 'user-agent': 'kling-elements-gateway' },
  });
  let current: { readonly token: string; readonly clientFor: (call: Call) => Got } | undefined;
  return (call) => {
    if (current?.token !== call.token) {
      const headers = { authorization: `Bearer ${call.token}` };
      current = { token: call.token, clientFor: clientsOver(base.extend({ headers }), timeouts) };
    }
    return current.clientFor(call);
  };
}

function clientsOver(base: Got, { connectMs, small, large }: Timeouts): (call: Call) => Got {
  const within = ({ responseMs, totalMs }: CallTimes) => ({
    timeout: {
      lookup: connectMs,
      connect: connectMs,
      secureConnect: connectMs,
      socket: responseMs,
      response: responseMs,
      request: totalMs,
    },
  });
  const page = base.extend(within(small));
  // Only list pages are worth compressing.
  const single = page.extend({ decompress: false });
  const change = single.extend({
    method: 'POST',
    // A POST that follows a redirect would become a GET, or take effect twice.
    followRedirect: false,
    headers: { 'content-type': 'application/json' },
  });
  const largeChange = change.extend(within(large));
  return ({ request: { method, isPage = false }, bodyBytes }) => {
    if (method === 'GET') return isPage ? page : single;
    return bodyBytes > largeBody ? largeChange : change;
  };
}
