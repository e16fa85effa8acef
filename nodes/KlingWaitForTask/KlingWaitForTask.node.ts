import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';

import { isTool, runNode } from '../shared/execution/as-tool.ts';
import { searchTasks } from '../shared/parameters/search-tasks.ts';
import { fields } from './fields.ts';
import { hints } from './hints.ts';
import { suspend } from './suspend.ts';
import { waitByPolling } from './wait-by-polling.ts';
import { receiveCallback } from './receive-callback.ts';
import { webhooks } from './webhooks.ts';

export class KlingWaitForTask implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Kling Wait for Task',
    name: 'klingWaitForTask',
    icon: { light: 'file:../../icons/wait-for-task.svg', dark: 'file:../../icons/wait-for-task.dark.svg' },
    group: ['organization'],
    version: 1,
    subtitle: '={{ $parameter["resume"] === "callback" ? "On Callback" : "By Polling" }}',
    description:
      'Wait until Kling has finished creating elements or voices, then return them. Handles one task per item.',
    defaults: { name: 'Kling Wait for Task' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'klingApi', required: true }],
    webhooks,
    waitingNodeTooltip:
      'Waiting for a callback from Kling. In case none arrives, the tasks are checked every few minutes.',
    hints,
    properties: fields,
  };

  methods = { listSearch: { searchTasks } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runNode(this, async () => {
      const maySuspend = this.getNodeParameter('resume', 0) === 'callback' && !isTool(this);
      return maySuspend ? await suspend(this) : await waitByPolling(this);
    });
  }

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receiveCallback(this);
  }
}
