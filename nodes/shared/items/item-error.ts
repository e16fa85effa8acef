import { ProblemError } from '@kling-elements/validation';
import { type IDataObject, type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { issueText, InvalidParametersError } from '../parameters/invalid-parameters.ts';

/** What a node says when it fails: n8n's error, and the same in data for workflows that go on. */
export interface ItemError {
  readonly error: NodeApiError | NodeOperationError;
  readonly details: IDataObject;
}

/** Reads whatever was thrown as a failure of an item. */
export function itemErrorFrom(thrown: unknown, node: INode, itemIndex: number): ItemError {
  if (thrown instanceof ProblemError) {
    const { kind, code, requestId, message, retryable } = thrown.problem;
    const details = { kind, code, request_id: requestId, retryable };
    const description = [
      code === null ? undefined : `Kling's code: ${code}`,
      requestId === null ? undefined : `request id: ${requestId}`,
    ];
    const error = new NodeApiError(
      node,
      { message, ...details },
      { message, itemIndex, ...described(description), ...(code === null ? {} : { httpCode: String(code) }) },
    );
    return { error, details };
  }
  if (thrown instanceof InvalidParametersError) {
    const error = new NodeOperationError(node, thrown, {
      itemIndex,
      description: thrown.issues.map(issueText).join('\n'),
    });
    return { error, details: { issues: thrown.issues.map((issue) => ({ ...issue })) } };
  }
  if (thrown instanceof NodeApiError || thrown instanceof NodeOperationError) {
    thrown.context.itemIndex ??= itemIndex;
    return { error: thrown, details: thrown.description ? { description: thrown.description } : {} };
  }
  const error = new NodeOperationError(node, thrown instanceof Error ? thrown : String(thrown), {
    itemIndex,
  });
  return { error, details: {} };
}

function described(lines: readonly (string | undefined)[]): { description?: string } {
  const description = lines.filter((line) => line !== undefined).join(' · ');
  return description === '' ? {} : { description };
}
