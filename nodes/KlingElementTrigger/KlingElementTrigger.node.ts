import {
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';

import { fields } from './fields.ts';
import { receive } from './receive-callback.ts';

export class KlingElementTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Kling Element Trigger',
    name: 'klingElementTrigger',
    icon: { light: 'file:../../icons/kling.svg', dark: 'file:../../icons/kling.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["statuses"].join(", ") }}',
    description: 'Starts the workflow when Kling calls back about an element or a voice that is being made',
    eventTriggerDescription: 'Waiting for Kling to call the Test URL',
    activationMessage:
      'Kling can now call the Production URL of this node. Give it as Callback URL when you create elements.',
    defaults: { name: 'Kling Element Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'klingApi', required: true }],
    webhooks: [
      { name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'kling' },
    ],
    triggerPanel: {
      header: 'Let Kling call this workflow',
      executionsHelp: {
        inactive:
          '<b>To try it:</b> listen, copy the <b>Test URL</b> below, and create an element with it as Callback URL; each time you listen, one callback comes through.<br><br><b>To use it:</b> publish the workflow and give Kling the <b>Production URL</b> instead.',
        active:
          '<b>To try it:</b> listen, and create an element with the <b>Test URL</b> as Callback URL.<br><br><b>The workflow is published:</b> callbacks to the <b>Production URL</b> start it. You find them under Executions.',
      },
      activationHint: 'Publish this workflow and give Kling the Production URL, so that it runs by itself.',
    },
    properties: fields,
  };

  // Kling has no subscriptions to make or end: whoever creates a task says whom to call.
  webhookMethods = {
    default: {
      checkExists: () => Promise.resolve(true),
      create: () => Promise.resolve(true),
      delete: () => Promise.resolve(true),
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receive(this);
  }
}
