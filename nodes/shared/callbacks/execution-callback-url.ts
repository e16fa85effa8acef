import type { IExecuteFunctions } from 'n8n-workflow';

/** Where a waiting node of ours listens, below n8n's address of the waiting execution. */
export const callbackPath = 'kling-task';

/** The address at which Kling wakes this execution, once a Kling Wait for Task node of it waits. */
export function executionCallbackUrl(context: IExecuteFunctions, itemIndex: number): string {
  const execution: unknown = context.getWorkflowDataProxy(itemIndex).$execution;
  const url = new URL((execution as { resumeUrl: string }).resumeUrl);
  url.pathname += `/${callbackPath}`;
  return url.href;
}
