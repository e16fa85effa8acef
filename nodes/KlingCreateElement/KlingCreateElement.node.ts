import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  NodeConnectionTypes,
} from 'n8n-workflow';

import { runNode } from '../shared/execution/as-tool.ts';
import { forEachItem } from '../shared/items/for-each-item.ts';
import { searchVoices } from '../shared/parameters/search-voices.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';
import { createElement } from './create.ts';
import { fields } from './fields.ts';

export class KlingCreateElement implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Kling Create Element',
    name: 'klingCreateElement',
    icon: { light: 'file:../../icons/create-element.svg', dark: 'file:../../icons/create-element.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ "from " + $parameter["referenceType"] }}',
    description:
      'Create a Kling AI element (a reusable character, animal, item, costume, scene or effect) from images or a video. Returns a task; the element ID is available once the task has succeeded, after seconds to minutes.',
    defaults: { name: 'Kling Create Element' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'klingApi', required: true }],
    hints: [
      {
        message:
          'Kling is still creating the element when this node finishes. Add a Kling Wait for Task node to get its ID.',
        type: 'info',
        location: 'outputPane',
        whenToDisplay: 'afterExecution',
      },
    ],
    properties: fields,
  };

  methods = { listSearch: { searchVoices } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runNode(this, async () => {
      const runtime = await runtimeOf(this);
      return await forEachItem(this, async (itemIndex) => [await createElement(this, itemIndex, runtime)]);
    });
  }
}
