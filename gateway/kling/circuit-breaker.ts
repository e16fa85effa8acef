import { type KlingResponse, NoResponseError } from '@kling-elements/validation';

import { backoffDelay } from '../runtime/backoff.ts';
import type { Log } from '../runtime/runtime.ts';
import { NotSentError } from './not-sent-error.ts';

/** This many failures in a row open the circuit: fewer happen while Kling is up. */
const failuresToOpen = 10;
/** How long the circuit stays open before each probe. */
const probeBackoff = { firstMs: 1000, longestMs: 30_000, jitter: 'lengthen' } as const;

/**
 * - `CLOSED`: calls are sent.
 * - `OPEN`: Kling does not respond; no call is sent before the delay is over.
 * - `HALF_OPEN`: one call, the probe, has been sent to find out whether Kling responds again.
 *
 *     CLOSED --10 failures in a row--> OPEN --first call after the delay--> HALF_OPEN
 *     HALF_OPEN --response--> CLOSED    HALF_OPEN --failure--> OPEN
 */
export const circuitStates = ['CLOSED', 'OPEN', 'HALF_OPEN'] as const;
export type CircuitState = (typeof circuitStates)[number];

export interface CircuitBreakerOptions {
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** From 0 to 1, as `Math.random`. */
  readonly random: () => number;
}

/** Holds back calls while Kling is down, so that they do not pile up, and finds out when it is back. */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  #state: CircuitState = 'CLOSED';
  #failures = 0;
  #failedProbes = 0;
  #retryAt = 0;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** @throws NotSentError when no call may be sent now */
  throwIfOpen(): void {
    const now = this.#options.now();
    if (this.#state === 'OPEN' && now < this.#retryAt) throw new NotSentError(this.#retryAt, now);
    if (this.#state === 'HALF_OPEN') throw new NotSentError(now + probeBackoff.firstMs, now);
  }

  /**
   * Sends a call and counts how it went. It is sent whatever the state; the first after the delay is the probe.
   *
   * @param signal aborted at close: a failure then says nothing about Kling
   */
  async send(call: () => Promise<KlingResponse>, signal: AbortSignal): Promise<KlingResponse> {
    this.#probeIfDue();
    try {
      const response = await call();
      if (isFailure(response)) this.#failed(`HTTP ${response.status}`);
      else this.#responded();
      return response;
    } catch (error) {
      if (!signal.aborted && error instanceof NoResponseError) this.#failed(error.message);
      throw error;
    }
  }

  #probeIfDue(): void {
    if (this.#state !== 'OPEN' || this.#options.now() < this.#retryAt) return;
    this.#state = 'HALF_OPEN';
    this.#options.log.info({}, 'Checking whether Kling responds again.');
  }

  #responded(): void {
    this.#failures = 0;
    this.#failedProbes = 0;
    if (this.#state === 'CLOSED') return;
    this.#state = 'CLOSED';
    this.#options.log.info({}, 'Kling responds again; calls are sent as usual.');
  }

  #failed(reason: string): void {
    this.#failures += 1;
    const opens =
      this.#state === 'HALF_OPEN' || (this.#state === 'CLOSED' && this.#failures >= failuresToOpen);
    if (!opens) return;
    const { log, now, random } = this.#options;
    this.#failedProbes += 1;
    this.#retryAt = now() + Math.round(backoffDelay(probeBackoff, this.#failedProbes, random()));
    this.#state = 'OPEN';
    log.warn(
      { failures: this.#failures, retryInMs: this.#retryAt - now(), reason },
      'Kling does not respond; calls are refused until it does.',
    );
  }
}

/** Nothing of Kling's own, or its own report that it is broken. */
function isFailure({ status, text }: KlingResponse): boolean {
  return status >= 500 || !text.trimStart().startsWith('{');
}
