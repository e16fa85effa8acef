import type { TaskKind } from '@kling-elements/validation';
import type { IExecuteFunctions } from 'n8n-workflow';

import { textOf } from '../shared/parameters/text-of.ts';

/** The tasks to wait for, in a form that is saved with a suspended execution. */
export interface Targets {
  /** The task ID or external ID of each item. */
  readonly keys: readonly string[];
  readonly kind: TaskKind;
  readonly simple: boolean;
}

interface Options {
  readonly made?: TaskKind;
  readonly simple?: boolean;
  readonly longestPause?: number;
}

export function readTargets(context: IExecuteFunctions): Targets {
  const { made: kind = 'element', simple = true } = readOptions(context);
  const keys = [...context.getInputData().keys()].map((itemIndex) => keyOf(context, itemIndex));
  return { keys, kind, simple };
}

export function readOptions(context: IExecuteFunctions): Options {
  return context.getNodeParameter('options', 0, {});
}

/** @throws NodeOperationError for a number that has lost digits: it would find no task, or another one */
function keyOf(context: IExecuteFunctions, itemIndex: number): string {
  const value: unknown = context.getNodeParameter('taskId', itemIndex);
  const text = textOf(context, itemIndex, 'Task ID', value);
  return typeof text === 'string' ? text.trim() : '';
}
