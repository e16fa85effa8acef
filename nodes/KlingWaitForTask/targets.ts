import type { TaskKind } from '@kling-elements/validation';
import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

/** What is waited for, in a form that can be kept with an execution that sleeps. */
export interface Targets {
  /** A task id or external id for each item. */
  readonly keys: readonly string[];
  readonly made: TaskKind;
  readonly simple: boolean;
}

interface Options {
  readonly made?: TaskKind;
  readonly simple?: boolean;
  readonly longestPause?: number;
}

export function readTargets(context: IExecuteFunctions): Targets {
  const { made = 'element', simple = true } = readOptions(context);
  const keys = [...context.getInputData().keys()].map((itemIndex) => keyOf(context, itemIndex));
  return { keys, made, simple };
}

export function readOptions(context: IExecuteFunctions): Options {
  return context.getNodeParameter('options', 0, {});
}

/** @throws NodeOperationError for a number that has lost digits: its task could not be found, or another one would be */
function keyOf(context: IExecuteFunctions, itemIndex: number): string {
  const value: unknown = context.getNodeParameter('taskId', itemIndex);
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new NodeOperationError(
      context.getNode(),
      'Task ID: this number is too long for n8n and has lost digits',
      {
        itemIndex,
        description: 'Hand the ID on as text, in quotes, from where it comes from.',
      },
    );
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
