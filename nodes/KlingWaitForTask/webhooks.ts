import type { IWebhookDescription } from 'n8n-workflow';

import { callbackPath } from '../shared/callbacks/execution-callback-url.ts';

/** Where a sleeping execution hears of its tasks: below n8n's own address for it, so that no other node is meant. */
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
