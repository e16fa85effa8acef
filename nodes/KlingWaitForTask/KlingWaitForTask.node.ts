import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';

import { fields } from './fields.ts';
import { hints } from './hints.ts';
import { suspend } from './suspend.ts';
import { pollOutput } from './wait-by-polling.ts';
import { receive } from './receive-callback.ts';
import { webhooks } from './webhooks.ts';

export class KlingWaitForTask implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Kling Wait for Task',
    name: 'klingWaitForTask',
    icon: { light: 'file:../../icons/kling.svg', dark: 'file:../../icons/kling.dark.svg' },
    group: ['organization'],
    version: 1,
    subtitle: '={{ $parameter["resume"] === "callback" ? "on callback" : "by polling" }}',
    description:
      'Waits until Kling tasks have succeeded or failed, and returns them with the element or voice they made. Takes any number of tasks, one an item.',
    defaults: { name: 'Kling Wait for Task' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'klingApi', required: true }],
    webhooks,
    waitingNodeTooltip: 'Asleep until Kling calls, or the maximum wait is over',
    hints,
    properties: fields,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const maySuspend = this.getNodeParameter('resume', 0) === 'callback' && !this.isToolExecution();
    return maySuspend ? await suspend(this) : await pollOutput(this);
  }

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receive(this);
  }
}
