import { isFinal, ProblemError } from '@kling-elements/validation';
import { type IDataObject, type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { type ItemError, itemErrorFrom } from '../shared/items/item-error.ts';
import type { FetchedTask } from '../shared/kling/fetch-tasks.ts';
import { simplifiedTask, statusWords } from '../shared/items/simplify.ts';

/** Whether another result could bring something new. */
export function isOpen(result: FetchedTask): boolean {
  return result.task === undefined ? result.problem.retryable : !isFinal(result.task.status);
}

/** Whether the task has come to a bad end, or cannot be looked at. */
export function hasFailed(result: FetchedTask): boolean {
  return !isOpen(result) && result.task?.status !== 'SUCCEEDED';
}

/** What an item becomes: its task, or why there is none. */
export function itemResultOf(
  result: FetchedTask,
  at: { node: INode; itemIndex: number; key: string; simple: boolean; timeOut: string },
): IDataObject | ItemError {
  const { node, itemIndex, key, simple } = at;
  if (isOpen(result)) return timedOut(result, at);
  if (result.task === undefined) {
    const failure = itemErrorFrom(new ProblemError(result.problem), node, itemIndex);
    return { ...failure, details: { task_id: key, ...failure.details } };
  }
  if (result.task.status === 'SUCCEEDED')
    return simple ? simplifiedTask(result.task) : (result.record as IDataObject);
  const reason = result.task.statusMessage ?? 'Kling gives no reason';
  const message = `Kling could not make it: ${reason}`;
  const error = new NodeApiError(
    node,
    { message, task_id: result.task.id },
    {
      message,
      itemIndex,
      description: `Task ${result.task.id} has failed. Change the text or the media and create anew.`,
    },
  );
  return { error, details: simplifiedTask(result.task) };
}

/** The word that workflows recognise a time-out by. */
export const timedOutStatus = 'timed_out';

function timedOut(
  result: FetchedTask,
  { node, itemIndex, key, timeOut }: { node: INode; itemIndex: number; key: string; timeOut: string },
): ItemError {
  const error = new NodeOperationError(node, timeOut, { itemIndex, description: lastKnown(key, result) });
  return { error, details: timedOutDetails(key, result) };
}

export function timedOutDetails(key: string, result: FetchedTask): IDataObject {
  return { ...(result.task === undefined ? { task_id: key } : simplifiedTask(result.task)), ...lastStatus(result) };
}

function lastStatus(result: FetchedTask): IDataObject {
  return {
    task_status: timedOutStatus,
    last_status: result.task === undefined ? null : statusWords[result.task.status],
  };
}

/** `Task 8565… is still processing`, or why that is not known. */
export function lastKnown(key: string, result: FetchedTask): string {
  if (result.task === undefined) return `Task ${key}: ${result.problem.message}`;
  return `Task ${key} is still ${statusWords[result.task.status]}.`;
}
