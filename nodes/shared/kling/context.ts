import type { IExecuteFunctions, ILoadOptionsFunctions, IWebhookFunctions } from 'n8n-workflow';

/** Wherever n8n lets a node talk to Kling: while it runs, when a callback comes, when the editor lists choices. */
export type KlingContext = IExecuteFunctions | IWebhookFunctions | ILoadOptionsFunctions;

/** The signal of Stop; only a running node has one. */
export function cancelSignalOf(context: KlingContext): AbortSignal | undefined {
  return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}
