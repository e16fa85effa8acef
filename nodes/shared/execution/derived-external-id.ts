import { createHash, randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The external ID of what a node creates for an item when the user gave none. It is the same whenever this execution,
 * or a retry of it, reaches this node and item again, so that Kling returns the first task instead of a second one.
 */
export function derivedExternalId(context: IExecuteFunctions, itemIndex: number): string {
  const { $runIndex } = context.getWorkflowDataProxy(itemIndex);
  const place = [
    context.getWorkflow().id,
    originalExecutionId(context),
    context.getNode().id,
    $runIndex,
    itemIndex,
  ];
  return `n8n-${createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 32)}`;
}

/** The ID of the execution, or of the one it retries: a retry has its own ID but inherits the node's context. */
function originalExecutionId(context: IExecuteFunctions): string {
  const nodeContext = context.getContext('node');
  const original: unknown = nodeContext.klingExecution;
  if (typeof original === 'string') return original;
  const id = context.getExecutionId() || randomUUID();
  nodeContext.klingExecution = id;
  return id;
}
