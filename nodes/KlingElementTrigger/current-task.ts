import type { TaskKind, Task } from '@kling-elements/validation';
import type { IWebhookFunctions } from 'n8n-workflow';

import { lookAtOne } from '../shared/kling/fetch-tasks.ts';
import { worldOf } from '../shared/kling/runtime.ts';

/** Kling waits for the answer: one try at once, one more a little later. */
const retryPolicy = { attempts: 2, baseDelayMs: 500, maxDelayMs: 2000 };

/**
 * The task that a callback speaks of, as Kling has it now; `unknown` when Kling has none such, undefined when that
 * could not be found out. A callback does not say whether its task makes an element or a voice.
 */
export async function currentTask(
  context: IWebhookFunctions,
  news: Task,
): Promise<Task | 'unknown' | undefined> {
  const world = await worldOf(context, retryPolicy);
  const kinds: readonly TaskKind[] = news.voices.length > 0 ? ['voice', 'element'] : ['element', 'voice'];
  for (const made of kinds) {
    const look = await lookAtOne(news.id, made, world);
    if (look.task !== undefined) return look.task;
    if (look.problem.kind !== 'NOT_FOUND') {
      context.logger.warn(`Kling Element Trigger could not read task ${news.id}: ${look.problem.message}`);
      return undefined;
    }
  }
  return 'unknown';
}
