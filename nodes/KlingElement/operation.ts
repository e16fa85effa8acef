import type { Runtime } from '@kling-elements/validation';
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** One operation of a resource: how it stands in the list, its own fields, and what it does with an item. */
export interface Operation {
  readonly name: string;
  readonly value: string;
  readonly action: string;
  readonly description: string;
  readonly fields: readonly INodeProperties[];
  /** What comes out for one item. Rejects with a ProblemError, InvalidParametersError or an error of n8n's. */
  readonly execute: (
    context: IExecuteFunctions,
    itemIndex: number,
    runtime: Runtime,
  ) => Promise<readonly IDataObject[]>;
}

export interface Resource {
  readonly name: string;
  readonly value: string;
  readonly operations: readonly Operation[];
}
