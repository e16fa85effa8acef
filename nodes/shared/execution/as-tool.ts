import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, itemErrorFrom } from '../items/item-error.ts';
import { throwIfCancelled } from './cancellation.ts';

/** Whether the node runs as a tool of an AI agent. Newer agents run tools as nodes, which only their type tells. */
export function isTool(context: IExecuteFunctions): boolean {
  return context.isToolExecution() || context.getNode().type.endsWith('Tool');
}

/** Whether an error is to be thrown. Agents get nothing of what a tool throws, or its message only. */
export function stopsOnError(context: IExecuteFunctions): boolean {
  return isTool(context) ? context.getNode().onError === 'stopWorkflow' : !context.continueOnFail();
}

/** Runs a node. As a tool, it returns also the errors that concern all items. */
export async function runNode(
  context: IExecuteFunctions,
  run: () => Promise<INodeExecutionData[][]>,
): Promise<INodeExecutionData[][]> {
  return await run().catch((thrown: unknown) => {
    if (!isTool(context) || stopsOnError(context)) throw thrown;
    throwIfCancelled(context.getExecutionCancelSignal());
    const { error, details } = itemErrorFrom(thrown, context.getNode(), 0);
    return [[{ json: errorJson(error.message, details) }]];
  });
}
