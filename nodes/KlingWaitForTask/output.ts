import {
  type IDataObject,
  type IExecuteFunctions,
  type INode,
  type INodeExecutionData,
  NodeOperationError,
} from 'n8n-workflow';

import { errorJson } from '../shared/items/for-each-item.ts';
import type { ItemError } from '../shared/items/item-error.ts';
import type { FetchedTask } from '../shared/kling/fetch-tasks.ts';
import { hasFailed, isOpen, lastKnown, itemResultOf } from './task-result.ts';
import type { Targets } from './targets.ts';

/** The node's output. @throws the first error when On Error says to stop */
export function outputOf(
  context: IExecuteFunctions,
  wanted: Targets,
  fetched: ReadonlyMap<string, FetchedTask>,
  timeOut: string,
): INodeExecutionData[][] {
  const itemResults = itemResultsOf(wanted, fetched, context.getNode(), timeOut);
  const error = context.continueOnFail() ? undefined : firstError(wanted, fetched, itemResults);
  if (error !== undefined) throw error;
  return [itemsOf(itemResults)];
}

/** What the items become, in their order. */
export function itemResultsOf(
  wanted: Targets,
  fetched: ReadonlyMap<string, FetchedTask>,
  node: INode,
  timeOut: string,
): (IDataObject | ItemError)[] {
  return wanted.keys.map((key, itemIndex) => {
    const result = fetchedFor(fetched, key);
    return itemResultOf(result, { node, itemIndex, key, simple: wanted.simple, timeOut });
  });
}

function isItemError(itemResult: IDataObject | ItemError): itemResult is ItemError {
  return itemResult.error instanceof Error;
}

/** Items for the output: failures stand as `{ error: { message, … } }`, which n8n sends to the error output. */
export function itemsOf(itemResults: readonly (IDataObject | ItemError)[]): INodeExecutionData[] {
  return itemResults.map((itemResult, item) => ({
    json: isItemError(itemResult) ? errorJson(itemResult.error.message, itemResult.details) : itemResult,
    pairedItem: { item },
  }));
}

/** The error to stop with: that of the first task which failed, else one that names all which are still open. */
export function firstError(
  wanted: Targets,
  fetched: ReadonlyMap<string, FetchedTask>,
  itemResults: readonly (IDataObject | ItemError)[],
): Error | undefined {
  const failed = itemResults.find((itemResult, item) => {
    const result = fetchedFor(fetched, wanted.keys[item] ?? '');
    return isItemError(itemResult) && hasFailed(result);
  });
  const first = failed ?? itemResults.find(isItemError);
  if (first === undefined || !isItemError(first)) return undefined;
  if (failed === undefined && first.error instanceof NodeOperationError) {
    const open = [...new Set(wanted.keys)].filter((key) => isOpen(fetchedFor(fetched, key)));
    first.error.description = open.map((key) => lastKnown(key, fetchedFor(fetched, key))).join('\n');
  }
  return first.error;
}

function fetchedFor(fetched: ReadonlyMap<string, FetchedTask>, key: string): FetchedTask {
  const result = fetched.get(key);
  if (result === undefined) throw new Error(`The task ${key} was not looked at.`);
  return result;
}
