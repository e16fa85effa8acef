import type { INodeProperties } from 'n8n-workflow';

import type { Resource } from './operation.ts';

const choice = { type: 'options', noDataExpression: true } as const;

/** The fields of all resources and operations, each shown for its own operation only. */
export function propertiesOf(resources: readonly Resource[]): INodeProperties[] {
  return [
    {
      displayName: 'Resource',
      name: 'resource',
      ...choice,
      options: resources.map(({ name, value }) => ({ name, value })),
      default: resources[0]?.value ?? '',
    },
    ...resources.map(operationField),
    ...resources.flatMap(({ value: resource, operations }) =>
      operations.flatMap(({ value: operation, fields }) =>
        fields.map((field) => ({
          ...field,
          displayOptions: {
            ...field.displayOptions,
            show: { resource: [resource], operation: [operation], ...field.displayOptions?.show },
          },
        })),
      ),
    ),
  ];
}

function operationField({ value: resource, operations }: Resource): INodeProperties {
  return {
    displayName: 'Operation',
    name: 'operation',
    ...choice,
    displayOptions: { show: { resource: [resource] } },
    options: operations.map(({ name, value, action, description }) => ({ name, value, action, description })),
    default: operations[0]?.value ?? '',
  };
}
