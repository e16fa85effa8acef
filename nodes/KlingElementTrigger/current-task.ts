import type { TaskKind, Task } from '@kling-elements/validation';
import type { IWebhookFunctions } from 'n8n-workflow';

import { fetchTask } from '../shared/tasks/fetch-tasks.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';

/** Kling waits for the response, so there is one retry only, after a short delay. */
const retryPolicy = { attempts: 2, baseDelayMs: 500, maxDelayMs: 2000 };

/**
 * The task of a callback as Kling has it now; `unknown` when Kling has no such task, undefined when it could not be
 * fetched. A callback does not say whether its task creates an element or a voice, so both are tried.
 */
export async function currentTask(
  context: IWebhookFunctions,
  callback: Task,
): Promise<Task | 'unknown' | undefined> {
  const runtime = await runtimeOf(context, retryPolicy);
  const kinds: readonly TaskKind[] = callback.voices.length > 0 ? ['voice', 'element'] : ['element', 'voice'];
  for (const kind of kinds) {
    const fetched = await fetchTask(callback.id, kind, runtime);
    if (fetched.task !== undefined) return fetched.task;
    if (fetched.problem.kind !== 'NOT_FOUND') {
      context.logger.warn(
        `Kling Element Trigger could not fetch task ${callback.id}: ${fetched.problem.message}`,
      );
      return undefined;
    }
  }
  return 'unknown';
}
