import { isFinal, readCallback, verifySignature } from '@kling-elements/validation';
import type { INode, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { reject, requestOf } from '../shared/callbacks/callback-request.ts';
import { runAgainNow } from '../shared/execution/suspend-and-run-again.ts';
import { fetchTasks } from '../shared/tasks/fetch-tasks.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';
import { webhookSecretsOf } from '../shared/kling/credential.ts';
import { itemResultsOf, itemsFrom } from './output.ts';
import { retryPolicy } from './retry-policy.ts';
import { suspendedTargets } from './suspended-wait.ts';
import { tasksOf } from './targets.ts';
import { isWaitOver } from '../shared/tasks/task-result.ts';

/**
 * Handles a callback for the suspended execution. Whatever it says, the tasks themselves are fetched: a forged callback
 * has no effect, and several tasks in any order need no bookkeeping. Never throws, because n8n would then resume the
 * execution without its data.
 */
export async function receiveCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  return await resumeIfFinal(context).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    context.logger.warn(`Kling Wait for Task could not process a callback: ${reason}`);
    return reject(context, 503, 'The callback could not be processed. Send it again later.');
  });
}

const waiting: IWebhookResponseData = { webhookResponse: { status: 'waiting' } };

async function resumeIfFinal(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const { rawBody, headers } = requestOf(context);
  const secrets = await webhookSecretsOf(context);
  if (secrets.length > 0) {
    const signature = verifySignature({ headers, body: rawBody }, secrets, Date.now());
    if (!signature.ok) return reject(context, 401, `Invalid signature: ${signature.reason}`);
  }
  const callback = readCallback(rawBody);
  if (callback !== undefined && !isFinal(callback.status)) return waiting;

  const targets = suspendedTargets(context);
  if (targets === undefined) return waiting;
  const fetched = await fetchTasks(tasksOf(targets), await runtimeOf(context, retryPolicy));
  if (!isWaitOver([...fetched.values()], stopsOnError(context.getNode()))) return waiting;

  // The node itself outputs the tasks, as On Error demands.
  const input = runAgainNow(context);
  if (input !== undefined) return { workflowData: input, webhookResponse: { status: 'resumed' } };
  const node = context.getNode();
  const items = itemsFrom(itemResultsOf(targets, fetched, node, 'Another task has failed'), node);
  return { workflowData: [items], webhookResponse: { status: 'resumed' } };
}

function stopsOnError({ onError, continueOnFail }: INode): boolean {
  return onError === undefined ? continueOnFail !== true : onError === 'stopWorkflow';
}
