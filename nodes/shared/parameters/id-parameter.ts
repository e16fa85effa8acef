import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

import { lostDigitsError } from './lost-digits.ts';

/** A required ID. @throws NodeOperationError when it is empty or has lost digits */
export function idParameter(
  context: IExecuteFunctions,
  itemIndex: number,
  { name, label }: { name: string; label: string },
): string {
  const value: unknown = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw lostDigitsError(context, itemIndex, label);
  }
  const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  if (id !== '') return id;
  throw new NodeOperationError(context.getNode(), `"${label}" is empty`, {
    itemIndex,
    description: 'Choose one from the list or enter its ID.',
  });
}
