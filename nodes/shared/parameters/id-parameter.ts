import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { textOf } from './text-of.ts';

/** A required ID. @throws NodeOperationError when it is empty or has lost digits */
export function idParameter(
  context: IExecuteFunctions,
  itemIndex: number,
  { name, label }: { name: string; label: string },
): string {
  const value: unknown = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
  const text = textOf(context, itemIndex, label, value);
  const id = typeof text === 'string' ? text.trim() : '';
  if (id !== '') return id;
  throw new NodeOperationError(context.getNode(), `"${label}" is empty`, {
    itemIndex,
    description: 'Choose one from the list or enter its ID.',
  });
}
