import {
  type IDataObject,
  type IExecuteFunctions,
  type INode,
  type INodeExecutionData,
  NodeOperationError,
} from 'n8n-workflow';

import { errorJson } from '../shared/items/for-each-item.ts';
import type { Failure } from '../shared/items/item-error.ts';
import type { Look } from '../shared/kling/fetch-tasks.ts';
import { hasFailed, isOpen, lastKnown, outcomeOf } from './task-result.ts';
import type { Wanted } from './targets.ts';

/** The node's output. @throws the first error when On Error says to stop */
export function outputOf(
  context: IExecuteFunctions,
  wanted: Wanted,
  looks: ReadonlyMap<string, Look>,
  timeOut: string,
): INodeExecutionData[][] {
  const outcomes = outcomesOf(wanted, looks, context.getNode(), timeOut);
  const error = context.continueOnFail() ? undefined : firstError(wanted, looks, outcomes);
  if (error !== undefined) throw error;
  return [itemsOf(outcomes)];
}

/** What the items become, in their order. */
export function outcomesOf(
  wanted: Wanted,
  looks: ReadonlyMap<string, Look>,
  node: INode,
  timeOut: string,
): (IDataObject | Failure)[] {
  return wanted.keys.map((key, itemIndex) => {
    const look = lookIn(looks, key);
    return outcomeOf(look, { node, itemIndex, key, simple: wanted.simple, timeOut });
  });
}

function isFailure(outcome: IDataObject | Failure): outcome is Failure {
  return outcome.error instanceof Error;
}

/** Items for the output: failures stand as `{ error: { message, … } }`, which n8n sends to the error output. */
export function itemsOf(outcomes: readonly (IDataObject | Failure)[]): INodeExecutionData[] {
  return outcomes.map((outcome, item) => ({
    json: isFailure(outcome) ? errorJson(outcome.error.message, outcome.details) : outcome,
    pairedItem: { item },
  }));
}

/** The error to stop with: that of the first task which failed, else one that names all which are still open. */
export function firstError(
  wanted: Wanted,
  looks: ReadonlyMap<string, Look>,
  outcomes: readonly (IDataObject | Failure)[],
): Error | undefined {
  const failed = outcomes.find((outcome, item) => {
    const look = lookIn(looks, wanted.keys[item] ?? '');
    return isFailure(outcome) && hasFailed(look);
  });
  const first = failed ?? outcomes.find(isFailure);
  if (first === undefined || !isFailure(first)) return undefined;
  if (failed === undefined && first.error instanceof NodeOperationError) {
    const open = [...new Set(wanted.keys)].filter((key) => isOpen(lookIn(looks, key)));
    first.error.description = open.map((key) => lastKnown(key, lookIn(looks, key))).join('\n');
  }
  return first.error;
}

function lookIn(looks: ReadonlyMap<string, Look>, key: string): Look {
  const look = looks.get(key);
  if (look === undefined) throw new Error(`The task ${key} was not looked at.`);
  return look;
}
