import type { IWebhookDescription } from 'n8n-workflow';

import { callbackPath } from '../shared/callbacks/execution-callback-url.ts';

/** Resumes a suspended execution. It has a path of its own, so that no other waiting node is resumed by a callback. */
export const webhooks: IWebhookDescription[] = [
  {
    name: 'default',
    httpMethod: 'POST',
    responseMode: 'onReceived',
    responseData: '',
    path: callbackPath,
    isFullPath: true,
    restartWebhook: true,
  },
];
