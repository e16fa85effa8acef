import type { Task } from '@kling-elements/validation';
import type { IWebhookFunctions } from 'n8n-workflow';

import { type FetchedKind, fetchTask } from '../shared/tasks/fetch-tasks.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';

/** A task, and what it creates as far as that is known. */
export interface KnownTask {
  readonly task: Task;
  readonly kind: FetchedKind | undefined;
}

/** Kling waits for the response, so there is one retry only, after a short delay. */
const retryPolicy = { attempts: 2, baseDelayMs: 500, maxDelayMs: 2000 };

/** The task as the callback has it. */
export function taskOfCallback(callback: Task): KnownTask {
  return { task: callback, kind: kindOf(callback) };
}

/**
 * The task of a callback as Kling has it now; `unknown` when Kling has no such task, undefined when it could not be
 * fetched.
 */
export async function currentTask(
  context: IWebhookFunctions,
  callback: Task,
): Promise<KnownTask | 'unknown' | undefined> {
  const runtime = await runtimeOf(context, retryPolicy);
  const fetched = await fetchTask({ key: callback.id, kind: kindOf(callback) }, runtime);
  if (fetched.task !== undefined) return fetched;
  if (fetched.problem.kind === 'NOT_FOUND') return 'unknown';
  context.logger.warn(
    `Kling Element Trigger could not fetch task ${callback.id}: ${fetched.problem.message}`,
  );
  return undefined;
}

/** A callback says it only by what the task has created. */
function kindOf({ elements, voices }: Task): FetchedKind | undefined {
  if (voices.length > 0) return 'voice';
  return elements.length > 0 ? 'element' : undefined;
}
