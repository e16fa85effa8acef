import {
  type IDataObject,
  type IExecuteFunctions,
  type INode,
  type INodeExecutionData,
  NodeOperationError,
} from 'n8n-workflow';

import { stopsOnError } from '../shared/execution/as-tool.ts';
import { errorJson, type ItemError } from '../shared/items/item-error.ts';
import type { FetchedTask } from '../shared/tasks/fetch-tasks.ts';
import { tasksOf, type Targets } from './targets.ts';
import { hasFailed, isOpen, itemResultOf, lastKnown } from '../shared/tasks/task-result.ts';

/** The node's output. @throws the first error when On Error says to stop */
export function outputOf(
  context: IExecuteFunctions,
  targets: Targets,
  fetched: ReadonlyMap<string, FetchedTask>,
  timeoutMessage: string,
): INodeExecutionData[][] {
  const node = context.getNode();
  const results = itemResultsOf(targets, fetched, node, timeoutMessage);
  const error = stopsOnError(context) ? firstError(targets, fetched, results) : undefined;
  if (error !== undefined) throw error;
  return [itemsFrom(results, node)];
}

export function timeoutMessage(maxWaitSeconds: number): string {
  return `The task is not finished after ${maxWaitSeconds} seconds`;
}

/** What the items become, in their order. */
export function itemResultsOf(
  { items, simple }: Targets,
  fetched: ReadonlyMap<string, FetchedTask>,
  node: INode,
  timeoutMessage: string,
): (IDataObject | ItemError)[] {
  return items.map((target, itemIndex) =>
    'key' in target
      ? itemResultOf(resultFor(fetched, target.key), {
          node,
          itemIndex,
          key: target.key,
          simple,
          timeoutMessage,
        })
      : target.failedBefore,
  );
}

function isItemError(result: IDataObject | ItemError): result is ItemError {
  return result.error instanceof Error;
}

/** The items to output; errors become `{ error: { message, … } }`, which n8n sends to the error output. */
export function itemsFrom(
  results: readonly (IDataObject | ItemError)[],
  { onError }: INode,
): INodeExecutionData[] {
  return results.map((result, item) => {
    const pairedItem = { item };
    if (isItemError(result)) return { json: errorJson(result.error.message, result.details), pairedItem };
    // An item that failed before: n8n takes it to the error output if it has nothing else in it, and adds the rest.
    const failedBefore = onError === 'continueErrorOutput' && result.error !== undefined;
    return { json: failedBefore ? { error: result.error } : result, pairedItem };
  });
}

/** The error to stop with: that of the first failed task, otherwise one that lists all tasks still open. */
function firstError(
  targets: Targets,
  fetched: ReadonlyMap<string, FetchedTask>,
  results: readonly (IDataObject | ItemError)[],
): Error | undefined {
  const failed = results.find((result, item) => {
    const target = targets.items[item];
    return target !== undefined && 'key' in target && hasFailed(resultFor(fetched, target.key));
  });
  const first = failed ?? results.find(isItemError);
  if (first === undefined || !isItemError(first)) return undefined;
  if (failed === undefined && first.error instanceof NodeOperationError) {
    const keys = new Set(tasksOf(targets).map(({ key }) => key));
    const open = [...keys].filter((key) => isOpen(resultFor(fetched, key)));
    first.error.description = open.map((key) => lastKnown(key, resultFor(fetched, key))).join('\n');
  }
  return first.error;
}

function resultFor(fetched: ReadonlyMap<string, FetchedTask>, key: string): FetchedTask {
  const result = fetched.get(key);
  if (result === undefined) throw new Error(`Task ${key} was not fetched.`);
  return result;
}
