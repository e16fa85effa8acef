import { NoResponseError, type Runtime } from './exchange.ts';
import type { KlingRequest, KlingResponse } from './request.ts';

/** What Kling does at one call: an answer, or the reason why none came. */
export type Step = KlingResponse | string;

/** For tests: a runtime whose Kling goes through given steps, and whose clock only sleeping moves. */
export function fakeRuntime(steps: readonly Step[], more: Partial<Runtime> = {}) {
  const left = [...steps];
  const sent: KlingRequest[] = [];
  const renewals: boolean[] = [];
  const slept: number[] = [];
  let time = Date.UTC(2026, 0, 1);
  const runtime: Runtime = {
    transport: (request, { renewCredential }) => {
      sent.push(request);
      renewals.push(renewCredential);
      const step = left.shift();
      if (step === undefined) return Promise.reject(new Error(`an unexpected call: ${request.path}`));
      return typeof step === 'string' ? Promise.reject(new NoResponseError(step)) : Promise.resolve(step);
    },
    now: () => time,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      time += milliseconds;
      return Promise.resolve();
    },
    random: () => 0,
    ...more,
  };
  return { runtime, sent, renewals, slept, unused: left };
}

/** Kling's envelope of a success. */
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

/** Kling's envelope of a failure. */
export function failure(status: number, code: number, message = 'no', retryAfter?: string): KlingResponse {
  return { status, text: JSON.stringify({ code, message, request_id: 'r-2' }), retryAfter };
}

/** A page that a CDN puts in the place of Kling's answer. */
export function page(status: number): KlingResponse {
  return { status, text: '<html><title>Sorry</title></html>' };
}

/** A task of Kling's as create and get give it. */
export function submittedTask(id: string, externalId?: string) {
  return {
    task_id: id,
    task_status: 'submitted',
    task_info: externalId === undefined ? {} : { external_task_id: externalId },
    created_at: 1722769557708,
    updated_at: 1722769557708,
  };
}
