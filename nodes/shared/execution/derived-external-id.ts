import { createHash, randomUUID } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * The external id of what a node makes for an item, when nobody gave one: the same whenever this execution, or a
 * retry of it, comes to this node and item again, so that what was made is found and nothing is made twice.
 */
export function derivedExternalId(context: IExecuteFunctions, itemIndex: number): string {
  const { $runIndex } = context.getWorkflowDataProxy(itemIndex);
  const place = [
    context.getWorkflow().id,
    firstExecutionOf(context),
    context.getNode().id,
    $runIndex,
    itemIndex,
  ];
  return `n8n-${createHash('sha256').update(JSON.stringify(place)).digest('hex').slice(0, 32)}`;
}

/**
 * The execution that came here first. A retry of a failed one has an id of its own, but goes on with what the first
 * one kept of its nodes.
 */
function firstExecutionOf(context: IExecuteFunctions): string {
  const kept = context.getContext('node');
  const known: unknown = kept.klingExecution;
  if (typeof known === 'string') return known;
  const id = context.getExecutionId() || randomUUID();
  kept.klingExecution = id;
  return id;
}
