import type { IExecuteFunctions } from 'n8n-workflow';

import { resumeUrlOf } from './own-url.ts';

/** The path of a waiting node's webhook, below n8n's resume URL of the execution. */
export const callbackPath = 'kling-task';

/** The URL at which Kling resumes this execution once a Kling Wait for Task node in it waits. */
export function executionCallbackUrl(context: IExecuteFunctions, itemIndex: number): string {
  const url = resumeUrlOf(context, itemIndex);
  url.pathname += `/${callbackPath}`;
  return url.href;
}
