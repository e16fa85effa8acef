import { isFinal, ProblemError } from '@kling-elements/validation';
import { type IDataObject, type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { type Failure, failureOf } from '../shared/items/item-error.ts';
import type { Look } from '../shared/kling/fetch-tasks.ts';
import { simplifiedTask, statusWords } from '../shared/items/simplify.ts';

/** Whether another look could bring something new. */
export function isOpen(look: Look): boolean {
  return look.task === undefined ? look.problem.retryable : !isFinal(look.task.status);
}

/** Whether the task has come to a bad end, or cannot be looked at. */
export function hasFailed(look: Look): boolean {
  return !isOpen(look) && look.task?.status !== 'SUCCEEDED';
}

/** What an item becomes: its task, or why there is none. */
export function outcomeOf(
  look: Look,
  at: { node: INode; itemIndex: number; key: string; simple: boolean; timeOut: string },
): IDataObject | Failure {
  const { node, itemIndex, key, simple } = at;
  if (isOpen(look)) return timedOut(look, at);
  if (look.task === undefined) {
    const failure = failureOf(new ProblemError(look.problem), node, itemIndex);
    return { ...failure, details: { task_id: key, ...failure.details } };
  }
  if (look.task.status === 'SUCCEEDED')
    return simple ? simplifiedTask(look.task) : (look.record as IDataObject);
  const reason = look.task.statusMessage ?? 'Kling gives no reason';
  const message = `Kling could not make it: ${reason}`;
  const error = new NodeApiError(
    node,
    { message, task_id: look.task.id },
    {
      message,
      itemIndex,
      description: `Task ${look.task.id} has failed. Change the text or the media and create anew.`,
    },
  );
  return { error, details: simplifiedTask(look.task) };
}

/** The word that workflows recognise a time-out by. */
export const timedOutStatus = 'timed_out';

function timedOut(
  look: Look,
  { node, itemIndex, key, timeOut }: { node: INode; itemIndex: number; key: string; timeOut: string },
): Failure {
  const error = new NodeOperationError(node, timeOut, { itemIndex, description: lastKnown(key, look) });
  return { error, details: timedOutDetails(key, look) };
}

export function timedOutDetails(key: string, look: Look): IDataObject {
  return { ...(look.task === undefined ? { task_id: key } : simplifiedTask(look.task)), ...lastStatus(look) };
}

function lastStatus(look: Look): IDataObject {
  return {
    task_status: timedOutStatus,
    last_status: look.task === undefined ? null : statusWords[look.task.status],
  };
}

/** `Task 8565… is still processing`, or why that is not known. */
export function lastKnown(key: string, look: Look): string {
  if (look.task === undefined) return `Task ${key}: ${look.problem.message}`;
  return `Task ${key} is still ${statusWords[look.task.status]}.`;
}
