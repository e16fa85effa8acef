import type { Task } from '@kling-elements/validation';
import type { IExecuteFunctions } from 'n8n-workflow';

import { executionCallbackUrl } from './execution-callback-url.ts';

/** In the data that all nodes of an execution share. The resume URL itself is a secret and never in there. */
interface ExpectedCallbacks {
  readonly executionId: string;
  /** Task IDs and external IDs. */
  readonly keys: string[];
}

/** Notes that Kling was asked to call this execution about a task, if it was. */
export function expectCallback(
  context: IExecuteFunctions,
  itemIndex: number,
  { id, externalId }: Pick<Task, 'id' | 'externalId'>,
  callbackUrl: string | null,
): void {
  if (callbackUrl === null || !isOfExecution(context, itemIndex, callbackUrl)) return;
  const flow = context.getContext('flow');
  const executionId = context.getExecutionId();
  const noted = flow.klingCallbacks as ExpectedCallbacks | undefined;
  const keys = noted?.executionId === executionId ? noted.keys : [];
  flow.klingCallbacks = { executionId, keys: [...keys, id, ...(externalId === null ? [] : [externalId])] };
}

/** Those of the tasks that Kling will not call this execution about. */
export function withoutCallback(context: IExecuteFunctions, keys: readonly string[]): string[] {
  const noted = context.getContext('flow').klingCallbacks as ExpectedCallbacks | undefined;
  const expected = new Set(noted?.executionId === context.getExecutionId() ? noted.keys : []);
  return keys.filter((key) => !expected.has(key));
}

function isOfExecution(context: IExecuteFunctions, itemIndex: number, callbackUrl: string): boolean {
  const ours = new URL(executionCallbackUrl(context, itemIndex));
  const given = new URL(callbackUrl);
  const resumePath = ours.pathname.slice(0, ours.pathname.lastIndexOf('/'));
  // By expression, the path may come after the signature: `…?signature=…/kling-task`.
  return given.host === ours.host && [resumePath, ours.pathname].includes(given.pathname);
}
