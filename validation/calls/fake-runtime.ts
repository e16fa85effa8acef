import { NoResponseError, type Runtime } from './exchange.ts';
import type { KlingRequest, KlingResponse } from './request.ts';

/** What Kling does on one call: a response, or the reason why there is none. */
export type Step = KlingResponse | string;

/** A runtime for tests: Kling responds with the given steps in turn, and the clock only moves in `sleep`. */
export function fakeRuntime(steps: readonly Step[], overrides: Partial<Runtime> = {}) {
  const unused = [...steps];
  const sent: KlingRequest[] = [];
  const renewals: boolean[] = [];
  const slept: number[] = [];
  let time = Date.UTC(2026, 0, 1);
  const runtime: Runtime = {
    transport: (request, { renewCredential }) => {
      sent.push(request);
      renewals.push(renewCredential);
      const step = unused.shift();
      if (step === undefined) return Promise.reject(new Error(`unexpected call: ${request.path}`));
      return typeof step === 'string' ? Promise.reject(new NoResponseError(step)) : Promise.resolve(step);
    },
    now: () => time,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      time += milliseconds;
      return Promise.resolve();
    },
    random: () => 0,
    ...overrides,
  };
  return { runtime, sent, renewals, slept, unused };
}

/** A successful response in Kling's envelope. */
export function success(data?: unknown): KlingResponse {
  return {
    status: 200,
    text: JSON.stringify({
      code: 0,
      message: 'SUCCEED',
      request_id: 'r-1',
      ...(data === undefined ? {} : { data }),
    }),
  };
}

/** A failed response in Kling's envelope. */
export function failure(status: number, code: number, message = 'no', retryAfter?: string): KlingResponse {
  return { status, text: JSON.stringify({ code, message, request_id: 'r-2' }), retryAfter };
}

/** A page that a CDN sends instead of Kling's response. */
export function page(status: number): KlingResponse {
  return { status, text: '<html><title>Sorry</title></html>' };
}

/** A task as Kling's create and get return it. */
export function submittedTask(id: string, externalId?: string) {
  return {
    task_id: id,
    task_status: 'submitted',
    task_info: externalId === undefined ? {} : { external_task_id: externalId },
    created_at: 1722769557708,
    updated_at: 1722769557708,
  };
}
