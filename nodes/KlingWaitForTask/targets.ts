import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { TaskReference } from '../shared/tasks/fetch-tasks.ts';
import { taskReferenceOf } from '../shared/tasks/task-reference.ts';
import { timedOutStatus } from '../shared/tasks/task-result.ts';

/** An item that has failed in an earlier node: there is no task to wait for. */
export interface FailedBefore {
  readonly failedBefore: IDataObject;
}

/** What to wait for, in a form that is saved with a suspended execution. */
export interface Targets {
  /** One for each item. */
  readonly items: readonly (TaskReference | FailedBefore)[];
  readonly simple: boolean;
}

interface Options {
  readonly simple?: boolean;
  readonly longestPause?: number;
}

export function readTargets(context: IExecuteFunctions): Targets {
  const { simple = true } = readOptions(context);
  const items = context.getInputData().map(({ json }, itemIndex) => targetOf(context, itemIndex, json));
  return { items, simple };
}

export function readOptions(context: IExecuteFunctions): Options {
  return context.getNodeParameter('options', 0, {});
}

/** The tasks to wait for. */
export function tasksOf({ items }: Targets): TaskReference[] {
  return items.filter((target) => 'key' in target);
}

function targetOf(
  context: IExecuteFunctions,
  itemIndex: number,
  json: IDataObject,
): TaskReference | FailedBefore {
  const given: unknown = context.getNodeParameter('taskId', itemIndex, '', { extractValue: true });
  const task = taskReferenceOf(context, itemIndex, given, json);
  const error = typeof json.error === 'object' && json.error !== null ? (json.error as IDataObject) : {};
  if (error.task_status === timedOutStatus) {
    return task.key === '' ? taskReferenceOf(context, itemIndex, error, json) : task;
  }
  const hasFailed = typeof error.message === 'string' || (Boolean(json.error) && task.key === '');
  return hasFailed ? { failedBefore: json } : task;
}
