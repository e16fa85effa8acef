import { makeProblem, ProblemError } from '@kling-elements/validation';

/** The call was not sent, because Kling is not responding: it had no effect. */
export class NotSentError extends ProblemError {
  /** When a call may be sent again, in Unix milliseconds. */
  readonly retryAt: number;

  /** @param now Unix milliseconds */
  constructor(retryAt: number, now: number) {
    const seconds = Math.max(1, Math.ceil((retryAt - now) / 1000));
    super(
      makeProblem(
        'UNAVAILABLE',
        `Kling is not responding, so the call was not sent and nothing has changed; try again in ${seconds} s.`,
        { retryAfterSeconds: seconds },
      ),
    );
    this.retryAt = retryAt;
  }
}
