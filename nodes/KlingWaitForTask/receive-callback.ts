import { isFinal, readCallback, verifySignature } from '@kling-elements/validation';
import type { ITaskMetadata, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { fetchTasks } from '../shared/kling/fetch-tasks.ts';
import { webhookSecretsOf } from '../shared/kling/credential.ts';
import { reject, requestOf } from '../shared/callbacks/callback-request.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';
import { firstError, itemsOf, itemResultsOf } from './output.ts';
import { isOpen } from './task-result.ts';
import { suspendedTargets } from './suspend.ts';

/**
 * A callback for the sleeping execution. Whatever it says, the tasks themselves are looked at: so a forged one brings
 * nothing in, and several tasks, in whatever order, need no bookkeeping. Never throws: n8n would resume the execution
 * with its data lost.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  return await judge(context).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    context.logger.warn(`Kling Wait for Task could not handle a callback: ${reason}`);
    return reject(context, 503, 'The callback could not be handled now; send it again.');
  });
}

const waiting: IWebhookResponseData = { webhookResponse: { status: 'waiting' } };

async function judge(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const { rawBody, headers } = requestOf(context);
  const secrets = await webhookSecretsOf(context);
  if (secrets.length > 0) {
    const verdict = verifySignature({ headers, body: rawBody }, secrets, Date.now());
    if (!verdict.ok)
      return reject(context, 401, `The callback is not signed as it should be: ${verdict.reason}.`);
  }
  const callback = readCallback(rawBody);
  if (callback !== undefined && !isFinal(callback.status)) return waiting;

  const wanted = suspendedTargets(context);
  if (wanted === undefined) return waiting;
  const fetched = await fetchTasks([...new Set(wanted.keys)], wanted.made, await runtimeOf(context));
  if ([...fetched.values()].some(isOpen)) return waiting;

  const node = context.getNode();
  const itemResults = itemResultsOf(wanted, fetched, node, '');
  const error = firstError(wanted, fetched, itemResults);
  if (error !== undefined && (node.onError ?? 'stopWorkflow') === 'stopWorkflow' && !node.continueOnFail) {
    failOnResume(context, error);
  }
  return { workflowData: [itemsOf(itemResults)], webhookResponse: { status: 'resumed' } };
}

/**
 * Makes the resumed node fail as On Error has it. n8n offers no other way from within a webhook; where its context is
 * made differently, failed tasks go out as items that say so.
 */
function failOnResume(context: IWebhookFunctions, resumeError: Error): void {
  const { executeData } = context as unknown as { executeData?: { metadata?: ITaskMetadata } };
  if (executeData === undefined) return;
  executeData.metadata = { ...executeData.metadata, resumeError: resumeError as never };
}
