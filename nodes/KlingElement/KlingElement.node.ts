import {
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
  NodeConnectionTypes,
  NodeOperationError,
} from 'n8n-workflow';

import { runNode } from '../shared/execution/as-tool.ts';
import { forEachItem } from '../shared/items/for-each-item.ts';
import { labelExpression } from '../shared/parameters/label-expression.ts';
import { searchTasks } from '../shared/parameters/search-tasks.ts';
import { searchOwnVoices } from '../shared/parameters/search-voices.ts';
import { runtimeOf } from '../shared/kling/runtime.ts';
import { propertiesOf } from './properties.ts';
import { element } from './resources/element/index.ts';
import { task } from './resources/task/index.ts';
import { voice } from './resources/voice/index.ts';
import { searchElements, searchOwnElements } from './search-elements.ts';

const resources = [element, task, voice];
const operations = resources.flatMap((resource) => resource.operations);

export class KlingElement implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Kling Element',
    name: 'klingElement',
    icon: { light: 'file:../../icons/element.svg', dark: 'file:../../icons/element.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: `={{ ${labelExpression('operation', operations)} + ": " + ${labelExpression('resource', resources)} }}`,
    description:
      'Get, list and delete Kling AI elements and voices, get tasks, and create voices. To create elements, use Kling Create Element.',
    defaults: { name: 'Kling Element' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'klingApi', required: true }],
    properties: propertiesOf(resources),
  };

  methods = { listSearch: { searchElements, searchOwnElements, searchOwnVoices, searchTasks } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runNode(this, async () => {
      const runtime = await runtimeOf(this);
      return await forEachItem(this, async (itemIndex) => {
        const resourceName: unknown = this.getNodeParameter('resource', itemIndex);
        const operationName: unknown = this.getNodeParameter('operation', itemIndex);
        const operation = resources
          .find(({ value }) => value === resourceName)
          ?.operations.find(({ value }) => value === operationName);
        if (operation === undefined) {
          throw new NodeOperationError(
            this.getNode(),
            'The "Operation" is not supported for this "Resource"',
          );
        }
        return await operation.execute(this, itemIndex, runtime);
      });
    });
  }
}
