import { readCallback, type Task, verifySignature } from '@kling-elements/validation';
import { type IWebhookFunctions, type IWebhookResponseData, NodeOperationError } from 'n8n-workflow';

import { reject, requestOf } from '../shared/callbacks/callback-request.ts';
import { simplifiedTask, statusWords } from '../shared/items/simplify.ts';
import { webhookSecretsOf } from '../shared/kling/credential.ts';
import { textOf } from '../shared/parameters/text-of.ts';
import { currentTask, type KnownTask, taskOfCallback } from './current-task.ts';
import { isRepeated } from './repeated-callbacks.ts';

interface Options {
  readonly externalIdPrefix?: unknown;
  readonly readTask?: boolean;
  readonly testCallbacks?: boolean;
}

/** Turns a callback from Kling into one item, or answers it without starting the workflow. */
export async function receiveCallback(context: IWebhookFunctions): Promise<IWebhookResponseData> {
  const { rawBody, headers } = requestOf(context);
  const secrets = await webhookSecretsOf(context);
  const signature = verifySignature({ headers, body: rawBody }, secrets, Date.now());
  if (secrets.length > 0 && !signature.ok) {
    context.logger.warn(`Kling Element Trigger rejected a callback: ${signature.reason}`);
    return reject(context, 401, `Invalid signature: ${signature.reason}`);
  }
  const callback = readCallback(rawBody);
  if (callback === undefined) return reject(context, 400, 'The body is not a Kling callback.');

  const messageId = typeof headers['webhook-id'] === 'string' ? headers['webhook-id'] : null;
  const { readTask = true, testCallbacks = false, externalIdPrefix } = readOptions(context);
  const prefix = prefixOf(context, externalIdPrefix);
  const fetched = readTask ? await currentTask(context, callback) : taskOfCallback(callback);
  // A signed callback is known to come from Kling: better to use its content than to lose it.
  const known = fetched ?? (signature.ok ? taskOfCallback(callback) : undefined);
  if (known === undefined) {
    return reject(context, 503, 'The task could not be fetched. Send the callback again later.');
  }
  if (isLikeTest(callback) && (known === 'unknown' || !readTask)) {
    return testCallbacks
      ? started(taskOfCallback(callback), messageId, { test: true })
      : ignored('test callback received');
  }
  if (known === 'unknown') return ignored('ignored: Kling has no such task');
  if (!matchesFilters(context, known.task, prefix)) {
    return ignored('ignored: does not match the filters of the workflow');
  }
  if (context.getMode() !== 'manual' && isRepeated(...keysOf(context, known.task, messageId))) {
    return ignored('repeated');
  }
  return started(known, messageId);
}

function readOptions(context: IWebhookFunctions): Options {
  return context.getNodeParameter('options', {}) as Options;
}

/** @throws NodeOperationError when it is not a text: to ignore it would start the workflow for every task */
function prefixOf(context: IWebhookFunctions, value: unknown): string {
  const label = 'External Task ID Prefix';
  const prefix = textOf(context, undefined, label, value) ?? '';
  if (typeof prefix === 'string') return prefix;
  throw new NodeOperationError(context.getNode(), `"${label}" must be a text`);
}

/** Whether this may be the console's test callback; only Kling can tell it from a task that was just submitted. */
function isLikeTest({ status, externalId, elements, voices }: Task): boolean {
  return status === 'SUBMITTED' && externalId === null && elements.length + voices.length === 0;
}

function matchesFilters(context: IWebhookFunctions, { status, externalId }: Task, prefix: string): boolean {
  const statuses = context.getNodeParameter('statuses') as string[];
  return statuses.includes(statusWords[status]) && (prefix === '' || externalId?.startsWith(prefix) === true);
}

/** By what a repeated callback is recognised: its message ID, and the task with its status. */
function keysOf(context: IWebhookFunctions, task: Task, messageId: string | null): string[] {
  const place = `${context.getWorkflow().id} ${context.getNode().id}`;
  return [`${place} ${task.id} ${task.status}`, ...(messageId === null ? [] : [`${place} ${messageId}`])];
}

const ignored = (status: string): IWebhookResponseData => ({ webhookResponse: { status } });

function started(
  { task, kind }: KnownTask,
  messageId: string | null,
  more: { test?: true } = {},
): IWebhookResponseData {
  const json = {
    ...simplifiedTask(task, kind),
    ...(messageId === null ? {} : { webhook_id: messageId }),
    ...more,
  };
  return { workflowData: [[{ json }]], webhookResponse: { status: 'started' } };
}
