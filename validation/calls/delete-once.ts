import { sendWithAuthRetry, waitOrThrow, type Runtime } from './exchange.ts';
import type { KlingRequest } from './request.ts';

/**
 * Deletes, and takes "already deleted" for success where an earlier attempt of this very call got no clear answer
 * (docs/kling-api.md, section 4, row 10).
 *
 * @throws ProblemError when Kling refuses, ALREADY_DELETED among others, or does not answer in the end
 */
export async function deleteOnce(request: KlingRequest, runtime: Runtime): Promise<void> {
  let unclearBefore = false;
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await sendWithAuthRetry(request, runtime);
    if (attempt.ok) return;
    if (unclearBefore && attempt.problem.kind === 'ALREADY_DELETED') return;
    unclearBefore ||= attempt.unclear;
    await waitOrThrow(attempts, attempt, runtime);
  }
}
