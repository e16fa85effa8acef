import type { IExecuteFunctions, INode, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

// When a suspended execution goes on, n8n does not execute the node that has suspended it: it disables the node, which
// then passes its input on. These functions have the node executed again, with the input it had.

/**
 * Suspends the execution until a time at which the node is executed again, for the same run.
 *
 * n8n disables the node if the time is in the saved data of the execution; what it schedules by is kept elsewhere. So the
 * time stays out of that data.
 *
 * @returns false if this version of n8n works differently: then the node is disabled at that time
 */
export async function suspendAndRunAgain(context: IExecuteFunctions, until: Date): Promise<boolean> {
  await context.putExecutionToWait(until);
  const { runExecutionData } = context as unknown as { runExecutionData?: { waitTill?: Date } };
  if (runExecutionData?.waitTill !== until) return false;
  Object.defineProperty(runExecutionData, 'waitTill', { enumerable: false });
  context.getExecuteData().runIndex = runIndexOf(context);
  return true;
}

/** The index of this run of the node: the same when it is executed again after a suspension. */
export function runIndexOf(context: IExecuteFunctions): number {
  return context.getWorkflowDataProxy(0).$runIndex as number;
}

/**
 * Called in the webhook of a suspended node: has the node executed again at once.
 *
 * @returns the input for it, which the webhook has to return; undefined if this version of n8n works differently
 */
export function runAgainNow(context: IWebhookFunctions): INodeExecutionData[][] | undefined {
  const { executeData } = context as unknown as {
    executeData?: { node: INode; data: { main: INodeExecutionData[][] } };
  };
  if (executeData?.node.disabled !== true) return undefined;
  executeData.node.disabled = false;
  return executeData.data.main;
}
