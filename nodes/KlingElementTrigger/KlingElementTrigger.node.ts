import {
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';

import { labelExpression } from '../shared/parameters/label-expression.ts';
import { taskStatusOptions } from '../shared/tasks/task-status-options.ts';
import { fields } from './fields.ts';
import { receiveCallback } from './receive-callback.ts';

export class KlingElementTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Kling Element Trigger',
    name: 'klingElementTrigger',
    icon: {
      light: 'file:../../icons/element-trigger.svg',
      dark: 'file:../../icons/element-trigger.dark.svg',
    },
    group: ['trigger'],
    version: 1,
    subtitle: `={{ ${labelExpression('statuses', taskStatusOptions)} }}`,
    // The node creator merges this node with Kling Element into one entry, which shows this text.
    description:
      'Work with Kling AI elements, voices and tasks, or start a workflow when Kling reports the status of a task',
    eventTriggerDescription: 'Waiting for Kling to call the test URL',
    activationMessage:
      'Kling can now call the production URL of this node. Use it as "Callback URL" when you create elements.',
    defaults: { name: 'Kling Element Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'klingApi', required: true }],
    webhooks: [
      { name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'kling' },
    ],
    triggerPanel: {
      header: 'Listen for callbacks from Kling',
      executionsHelp: {
        inactive:
          "<b>While building your workflow</b>, click the 'execute step' button, then create an element with the <b>test URL</b> as \"Callback URL\". Each click receives one callback.<br><br><b>Once you're happy with your workflow</b>, publish it and use the <b>production URL</b> instead.",
        active:
          '<b>While building your workflow</b>, click the \'execute step\' button, then create an element with the <b>test URL</b> as "Callback URL".<br><br><b>Your workflow is published</b>, so callbacks to the <b>production URL</b> start it. You can see its runs in the executions list.',
      },
      activationHint:
        "Once you've finished building your workflow, publish it and use the production URL to have it run automatically.",
    },
    properties: fields,
  };

  // Kling has no subscriptions to create or delete: each task is created with its callback URL.
  webhookMethods = {
    default: {
      checkExists: () => Promise.resolve(true),
      create: () => Promise.resolve(true),
      delete: () => Promise.resolve(true),
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return await receiveCallback(this);
  }
}
