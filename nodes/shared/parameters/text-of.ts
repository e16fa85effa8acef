import type { INode } from 'n8n-workflow';

import { lostDigitsError } from './lost-digits.ts';

/**
 * The one rule for text parameters: a number, as a spreadsheet's cell gives it, becomes text; anything else is returned
 * as it is, for the checks to decide.
 *
 * @throws NodeOperationError for an integer beyond 2^53: two different cells may have become the same number
 */
export function textOf(
  context: { getNode(): INode },
  itemIndex: number | undefined,
  label: string,
  value: unknown,
): unknown {
  if (typeof value !== 'number' || !Number.isFinite(value)) return value;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw lostDigitsError(context.getNode(), itemIndex, label);
  }
  return String(value);
}
