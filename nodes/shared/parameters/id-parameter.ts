import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';

/** An id of Kling's that an operation needs. @throws NodeOperationError when there is none, or its digits are lost */
export function idParameter(
  context: IExecuteFunctions,
  itemIndex: number,
  { name, label }: { name: string; label: string },
): string {
  const value: unknown = context.getNodeParameter(name, itemIndex, '', { extractValue: true });
  const fail = (message: string, description: string) =>
    new NodeOperationError(context.getNode(), `${label}: ${message}`, { itemIndex, description });
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw fail(
      'this number is too long for n8n and has lost digits',
      'Hand the ID on as text, in quotes, from where it comes from.',
    );
  }
  const id = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  if (id === '') throw fail('it is empty', 'Choose one, or give its ID.');
  return id;
}
