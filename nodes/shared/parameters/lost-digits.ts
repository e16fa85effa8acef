import { type INode, NodeOperationError } from 'n8n-workflow';

/** The error for a number that n8n has rounded, such as an ID that came without quotes. */
export function lostDigitsError(node: INode, itemIndex: number | undefined, label: string) {
  return new NodeOperationError(node, `"${label}" is a number that is too long and has lost digits`, {
    ...(itemIndex === undefined ? {} : { itemIndex }),
    description: 'Pass it as text: put it in quotes where it comes from.',
  });
}
