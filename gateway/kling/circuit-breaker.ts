import type { Log } from '../runtime/runtime.ts';
import { NotSentError } from './not-sent-error.ts';

/** So many failures in a row open the circuit: fewer may come from a Kling that is only unwell. */
const failuresToOpen = 10;
/** The pause before the first probe, doubled after each that fails, lengthened by up to half, in milliseconds. */
const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/**
 * - `CLOSED`: calls go out.
 * - `OPEN`: Kling does not answer; none goes out before the pause is over.
 * - `HALF_OPEN`: one has gone out to see whether Kling answers again.
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

/** Keeps calls from a Kling that is down, so that they do not pile up, and finds out when it is back. */
export class CircuitBreaker {
  readonly #options: CircuitBreakerOptions;
  #state: CircuitState = 'CLOSED';
  #failures = 0;
  #probes = 0;
  #retryAt = 0;

  constructor(options: CircuitBreakerOptions) {
    this.#options = options;
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** @throws NotSent when no call may go out now */
  check(): void {
    const now = this.#options.now();
    if (this.#state === 'OPEN' && now < this.#retryAt) throw new NotSentError(this.#retryAt, now);
    if (this.#state === 'HALF_OPEN') throw new NotSentError(now + firstPauseMs, now);
  }

  /** A call goes out; the first one after the pause is the probe. */
  sending(): void {
    if (this.#state !== 'OPEN' || this.#options.now() < this.#retryAt) return;
    this.#state = 'HALF_OPEN';
    this.#options.log.info({}, 'Kling is asked whether it answers again.');
  }

  /** Kling answered, whatever it said. */
  answered(): void {
    this.#failures = 0;
    this.#probes = 0;
    if (this.#state === 'CLOSED') return;
    this.#state = 'CLOSED';
    this.#options.log.info({}, 'Kling answers again; calls go out as usual.');
  }

  /** No answer, or none of Kling's own. */
  failed(reason: string): void {
    this.#failures += 1;
    const opens =
      this.#state === 'HALF_OPEN' || (this.#state === 'CLOSED' && this.#failures >= failuresToOpen);
    if (!opens) return;
    const { log, now, random } = this.#options;
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(this.#probes, 30));
    this.#probes += 1;
    this.#retryAt = now() + Math.round(pauseMs * (1 + random() / 2));
    this.#state = 'OPEN';
    log.warn(
      { failures: this.#failures, retryInMs: this.#retryAt - now(), reason },
      'Kling does not answer; calls are refused here until it does.',
    );
  }
}
