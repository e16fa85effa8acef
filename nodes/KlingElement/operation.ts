import type { Runtime } from '@kling-elements/validation';
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** An operation of a resource: its entry in the list, its own fields, and what it does with an item. */
export interface Operation {
  readonly name: string;
  readonly value: string;
  readonly action: string;
  readonly description: string;
  readonly fields: readonly INodeProperties[];
  /** Returns the output of one item. Rejects with a ProblemError, an InvalidParametersError or an error of n8n's. */
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
