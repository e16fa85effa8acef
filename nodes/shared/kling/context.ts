import type { IExecuteFunctions, ILoadOptionsFunctions, IWebhookFunctions } from 'n8n-workflow';

/** Where n8n lets a node call Kling: in an execution, in a webhook, and while the editor loads options. */
export type KlingContext = IExecuteFunctions | IWebhookFunctions | ILoadOptionsFunctions;

/** Aborted when the execution is cancelled; only an execution has one. */
export function cancelSignalOf(context: KlingContext): AbortSignal | undefined {
  return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}
