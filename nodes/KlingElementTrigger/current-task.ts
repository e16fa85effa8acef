import type { TaskKind, Task } from '@kling-elements/validation';
import type { IWebhookFunctions } from 'n8n-workflow';

import { fetchTask } from '../shared/kling/fetch-tasks.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';

/** Kling waits for the answer: one try at once, one more a little later. */
const retryPolicy = { attempts: 2, baseDelayMs: 500, maxDelayMs: 2000 };

/**
 * The task that a callback speaks of, as Kling has it now; `unknown` when Kling has none such, undefined when that
 * could not be found out. A callback does not say whether its task makes an element or a voice.
 */
export async function currentTask(
  context: IWebhookFunctions,
  callback: Task,
): Promise<Task | 'unknown' | undefined> {
  const runtime = await runtimeOf(context, retryPolicy);
  const kinds: readonly TaskKind[] = callback.voices.length > 0 ? ['voice', 'element'] : ['element', 'voice'];
  for (const made of kinds) {
    const result = await fetchTask(callback.id, made, runtime);
    if (result.task !== undefined) return result.task;
    if (result.problem.kind !== 'NOT_FOUND') {
      context.logger.warn(`Kling Element Trigger could not read task ${callback.id}: ${result.problem.message}`);
      return undefined;
    }
  }
  return 'unknown';
}
