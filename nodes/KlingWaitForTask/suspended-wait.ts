import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import { runIndexOf } from '../shared/execution/suspend-and-run-again.ts';
import type { Targets } from './targets.ts';

/** What is saved with a suspended execution. */
export interface SuspendedWait {
  readonly executionId: string;
  readonly runIndex: number;
  readonly targets: Targets;
  readonly maxWaitSeconds: number;
  /** When the node gives up, in milliseconds since 1970. */
  readonly deadline: number;
  /** The tasks that Kling won't call this execution about, once that has been looked up. */
  readonly withoutCallback?: readonly string[];
  /** How often the tasks have been checked so far. */
  readonly checks: number;
}

/** The wait that this run of the node continues; undefined when it begins. */
export function continuedWait(context: IExecuteFunctions): SuspendedWait | undefined {
  const { klingWait } = context.getContext('node') as { klingWait?: SuspendedWait };
  // Loops run the node again, and retries of an execution inherit its data.
  const continues =
    klingWait?.runIndex === runIndexOf(context) && klingWait.executionId === context.getExecutionId();
  return continues ? klingWait : undefined;
}

export function saveWait(context: IExecuteFunctions, klingWait: SuspendedWait | null): void {
  Object.assign(context.getContext('node'), { klingWait });
}

/** What a suspended execution waits for. */
export function suspendedTargets(context: IWebhookFunctions): Targets | undefined {
  const name = JSON.stringify(context.getNode().name);
  const saved: unknown = context.evaluateExpression(`{{ $node[${name}].context }}`, 0);
  return (saved as { klingWait?: SuspendedWait | null } | undefined)?.klingWait?.targets;
}
