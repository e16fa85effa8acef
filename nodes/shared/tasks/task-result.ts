import { isFinal, ProblemError } from '@kling-elements/validation';
import { type IDataObject, type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { type ItemError, itemErrorFrom } from '../items/item-error.ts';
import { simplifiedTask, statusWords } from '../items/simplify.ts';
import type { FetchedTask } from './fetch-tasks.ts';

/** Whether polling again could change anything. */
export function isOpen(fetched: FetchedTask): boolean {
  return fetched.task === undefined ? fetched.problem.retryable : !isFinal(fetched.task.status);
}

/** Whether the task has failed, or cannot be fetched at all. */
export function hasFailed(fetched: FetchedTask): boolean {
  return !isOpen(fetched) && fetched.task?.status !== 'SUCCEEDED';
}

/** Whether waiting longer is of no use. With `untilFailure`, one failed task is enough. */
export function isWaitOver(fetched: readonly FetchedTask[], untilFailure: boolean): boolean {
  return !fetched.some(isOpen) || (untilFailure && fetched.some(hasFailed));
}

export interface ResultContext {
  readonly node: INode;
  readonly itemIndex: number;
  readonly key: string;
  readonly simple: boolean;
  /** The message of the error when the task is still open. */
  readonly timeoutMessage: string;
}

/** What an item becomes: its task, or the reason why there is none. */
export function itemResultOf(fetched: FetchedTask, at: ResultContext): IDataObject | ItemError {
  const { node, itemIndex, key, simple } = at;
  if (isOpen(fetched)) return timedOut(fetched, at);
  if (fetched.task === undefined) {
    const itemError = itemErrorFrom(new ProblemError(fetched.problem), node, itemIndex);
    return { ...itemError, details: { task_id: key, ...itemError.details } };
  }
  if (fetched.task.status === 'SUCCEEDED') {
    return simple ? simplifiedTask(fetched.task, fetched.kind) : (fetched.record as IDataObject);
  }
  const message = `The Kling task failed: ${fetched.task.statusMessage ?? 'Kling gave no reason'}`;
  const error = new NodeApiError(
    node,
    { message, task_id: fetched.task.id },
    {
      message,
      itemIndex,
      description: `Task ID: ${fetched.task.id}. Change the text or the media, then create it again.`,
    },
  );
  return { error, details: simplifiedTask(fetched.task, fetched.kind) };
}

/** The status by which workflows recognise a time-out. */
export const timedOutStatus = 'timed_out';

function timedOut(fetched: FetchedTask, { node, itemIndex, key, timeoutMessage }: ResultContext): ItemError {
  const error = new NodeOperationError(node, timeoutMessage, {
    itemIndex,
    description: lastKnown(key, fetched),
  });
  return { error, details: timedOutDetails(key, fetched) };
}

export function timedOutDetails(key: string, fetched: FetchedTask): IDataObject {
  return {
    ...(fetched.task === undefined ? { task_id: key } : simplifiedTask(fetched.task, fetched.kind)),
    ...lastStatus(fetched),
  };
}

function lastStatus({ task }: FetchedTask): IDataObject {
  return {
    task_status: timedOutStatus,
    last_status: task === undefined ? null : statusWords[task.status],
  };
}

/** For example `Task 8565… is still processing.`, or why that is not known. */
export function lastKnown(key: string, fetched: FetchedTask): string {
  if (fetched.task === undefined) return `Task ${key}: ${fetched.problem.message}`;
  return `Task ${key} is still ${statusWords[fetched.task.status]}.`;
}
