import type { IExecuteFunctions } from 'n8n-workflow';

import { idParameter } from '../../../shared/parameters/id-parameter.ts';

/** What the field "Element" refers to. */
export type ElementReference = { readonly id: string } | { readonly name: string };

/** @throws NodeOperationError when it is empty or has lost digits */
export function elementParameter(context: IExecuteFunctions, itemIndex: number): ElementReference {
  const given: unknown = context.getNodeParameter('elementId', itemIndex, '');
  const text = idParameter(context, itemIndex, { name: 'elementId', label: 'Element' });
  const isName = typeof given === 'object' && given !== null && 'mode' in given && given.mode === 'name';
  return isName ? { name: text } : { id: text };
}
