import { makeProblem, ProblemError } from '@kling-elements/validation';

/** Kling was not asked at all, because it has not been answering: the call had no effect. */
export class NotSentError extends ProblemError {
  /** When a call may go out again, in Unix milliseconds. */
  readonly retryAt: number;

  /** @param now Unix milliseconds */
  constructor(retryAt: number, now: number) {
    const seconds = Math.max(1, Math.ceil((retryAt - now) / 1000));
    super(
      makeProblem(
        'UNAVAILABLE',
        `Kling has not been answering, so it was not asked and nothing was changed; try again in ${seconds} s.`,
      ),
    );
    this.retryAt = retryAt;
  }
}
