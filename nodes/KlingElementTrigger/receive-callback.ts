import { readCallback, type Task, verifySignature } from '@kling-elements/validation';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { webhookSecretsOf } from '../shared/kling/credential.ts';
import { reject, requestOf } from '../shared/callbacks/callback-request.ts';
import { simplifiedTask, statusWords } from '../shared/items/simplify.ts';
import { currentTask } from './current-task.ts';
import { isRepeat } from './repeated-callbacks.ts';

interface Options {
  readonly externalIdPrefix?: string;
  readonly readTask?: boolean;
  readonly testCallbacks?: boolean;
}

/** A callback of Kling's: judged, looked into, and made into one item; or answered, and left at that. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const { rawBody, headers } = requestOf(context);
  const secrets = await webhookSecretsOf(context);
  const signature = verifySignature({ headers, body: rawBody }, secrets, Date.now());
  if (secrets.length > 0 && !signature.ok) {
    context.logger.warn(`Kling Element Trigger has refused a callback: ${signature.reason}`);
    return reject(context, 401, `The callback is not signed as it should be: ${signature.reason}.`);
  }
  const callback = readCallback(rawBody);
  if (callback === undefined) return reject(context, 400, 'This speaks of no task of Kling.');

  const messageId = typeof headers['webhook-id'] === 'string' ? headers['webhook-id'] : null;
  const { readTask = true, testCallbacks = false, externalIdPrefix = '' } = readOptions(context);
  const found = readTask ? await currentTask(context, callback) : callback;
  // A signed callback is Kling's own word: better to go on with that than to lose it.
  const task = found ?? (signature.ok ? callback : undefined);
  if (task === undefined)
    return reject(context, 503, 'The task could not be read now; send the callback again.');
  if (isLikeTest(callback) && (task === 'unknown' || !readTask)) {
    return testCallbacks ? started(callback, messageId, { test: true }) : left('test callback received');
  }
  if (task === 'unknown') return left('ignored: Kling has no such task');
  if (!isWanted(context, task, externalIdPrefix)) return left('ignored: not what this workflow waits for');
  if (context.getMode() !== 'manual' && isRepeat(...marksOf(context, task, messageId)))
    return left('repeated');
  return started(task, messageId);
}

function readOptions(context: IWebhookFunctions): Options {
  return context.getNodeParameter('options', {}) as Options;
}

/** What the console's test button sends; of a task that was just submitted, only Kling can tell it. */
function isLikeTest({ status, externalId, elements, voices }: Task): boolean {
  return status === 'SUBMITTED' && externalId === null && elements.length + voices.length === 0;
}

function isWanted(context: IWebhookFunctions, { status, externalId }: Task, prefix: string): boolean {
  const statuses = context.getNodeParameter('statuses') as string[];
  return statuses.includes(statusWords[status]) && (prefix === '' || externalId?.startsWith(prefix) === true);
}

/** What a callback is known by when it comes again: its message, and what it says of its task. */
function marksOf(context: IWebhookFunctions, task: Task, messageId: string | null): string[] {
  const place = `${context.getWorkflow().id} ${context.getNode().id}`;
  return [`${place} ${task.id} ${task.status}`, ...(messageId === null ? [] : [`${place} ${messageId}`])];
}

const left = (status: string): IWebhookResponseData => ({ webhookResponse: { status } });

function started(task: Task, messageId: string | null, more: { test?: true } = {}): IWebhookResponseData {
  const json = { ...simplifiedTask(task), webhook_id: messageId, ...more };
  return { workflowData: [[{ json }]], webhookResponse: { status: 'started' } };
}
