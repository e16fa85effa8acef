import { sendWithAuthRetry, waitOrThrow, type Runtime } from './exchange.ts';
import type { KlingRequest } from './request.ts';

/**
 * Deletes an element or a voice. "Already deleted" is a success if an earlier attempt of the same call was unclear
 * (docs/kling-api.md, section 4, row 10).
 *
 * @throws ProblemError if Kling refuses (also with ALREADY_DELETED) or does not respond to any attempt
 */
export async function deleteOnce(request: KlingRequest, runtime: Runtime): Promise<void> {
  let unclearBefore = false;
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await sendWithAuthRetry(request, runtime);
    if (attempt.ok) return;
    if (unclearBefore && attempt.problem.kind === 'ALREADY_DELETED') return;
    unclearBefore ||= attempt.problem.outcome === 'UNKNOWN';
    const outcome = unclearBefore ? 'UNKNOWN' : 'NOT_DONE';
    await waitOrThrow(attempts, { ...attempt.problem, outcome }, runtime);
  }
}
