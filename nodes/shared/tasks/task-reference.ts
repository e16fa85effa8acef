import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { textOf } from '../parameters/text-of.ts';
import { type FetchedKind, taskKinds, type TaskReference } from './fetch-tasks.ts';

/**
 * The task that a parameter refers to: by a task ID, an external ID, or the whole of what one of these nodes, or Kling
 * itself, outputs for a task, an element or a voice. Its kind is taken from there, otherwise from the item.
 *
 * @throws NodeOperationError for a number that has lost digits: it would find no task, or another one
 */
export function taskReferenceOf(
  context: IExecuteFunctions,
  itemIndex: number,
  value: unknown,
  item: IDataObject,
): TaskReference {
  const from = isObject(value) ? value : item;
  const text = textOf(context, itemIndex, 'Task ID', isObject(value) ? idIn(value) : value);
  return { key: typeof text === 'string' ? text.trim() : '', kind: kindOf(from) };
}

function idIn({ task_id: id, external_task_id: externalId }: Fields): unknown {
  return id ?? externalId;
}

/** What the fields say about the kind; undefined when they come from somewhere else. */
function kindOf(fields: Fields): FetchedKind | undefined {
  const named = taskKinds.find((kind) => kind === fields.task_kind);
  if (named !== undefined) return named;
  const result = isObject(fields.task_result) ? fields.task_result : {};
  return taskKinds.find((kind) => `${kind}_id` in fields || `${kind}s` in result);
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
