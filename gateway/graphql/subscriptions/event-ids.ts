import type { ExecutionResult } from 'graphql';

import type { Change } from '../../ledger/change.ts';
import { cursorOf } from '../../tasks/feed/change-cursor.ts';

const ids = new WeakMap<ExecutionResult, string>();

/** Notes which event a result is of, if one can continue after it. */
export function noteEvent(result: ExecutionResult, event: object): void {
  if (isChange(event)) ids.set(result, cursorOf(event));
}

/** The ID of a result's event; with `Last-Event-ID`, clients continue after it. */
export function eventIdOf(result: ExecutionResult): string | undefined {
  return ids.get(result);
}

function isChange(event: object): event is Change {
  return 'sequence' in event;
}
