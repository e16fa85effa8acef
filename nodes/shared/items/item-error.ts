import { ProblemError } from '@kling-elements/validation';
import { type IDataObject, type INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

import { imageAdvice } from '../parameters/image-advice.ts';
import { InvalidParametersError, issueText } from '../parameters/invalid-parameters.ts';

/** An item's error as n8n throws it, with its details as data for workflows that continue. */
export interface ItemError {
  readonly error: NodeApiError | NodeOperationError;
  readonly details: IDataObject;
}

/**
 * What replaces the data of a failed item. It has one field only, as in n8n's HTTP Request node: engines before 2.36
 * send nothing else to the error output.
 */
export function errorJson(message: string, details: IDataObject): IDataObject {
  return { error: { message, ...details } };
}

/** Turns whatever was thrown into the error of an item. */
export function itemErrorFrom(thrown: unknown, node: INode, itemIndex: number): ItemError {
  if (thrown instanceof ProblemError) {
    const { kind, klingCode: code, requestId, message, retryable } = thrown.problem;
    const details = { kind, code, request_id: requestId, retryable };
    // n8n shows the code among the details. A message among these would be shown again there.
    const error = new NodeApiError(node, details, {
      message,
      itemIndex,
      ...(code === null ? {} : { httpCode: String(code) }),
      ...(requestId === null ? {} : { description: `Request ID: ${requestId}` }),
    });
    return { error, details };
  }
  if (thrown instanceof InvalidParametersError) {
    const advice = imageAdvice(thrown.issues);
    const lines = [...thrown.issues.slice(1).map(issueText), ...(advice === undefined ? [] : [advice])];
    const error = new NodeOperationError(node, thrown, {
      itemIndex,
      ...(lines.length === 0 ? {} : { description: lines.join('\n') }),
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
