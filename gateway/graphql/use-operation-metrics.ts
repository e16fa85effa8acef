import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';

import type { Metrics } from '../metrics.ts';
import { mapResult, type OperationPlugin } from './operation-plugin.ts';

/** Counts and times what is executed. */
export function useOperationMetrics({ operations, operationSeconds }: Metrics): OperationPlugin {
  return {
    execute: (next) => (args) => {
      const type = typeOf(args);
      const stop = operationSeconds.startTimer({ type });
      return mapResult(next(args), (result) => {
        stop();
        operations.inc({ type, outcome: outcomeOf(result) });
        return result;
      });
    },
    subscribe: (next) => async (args) => {
      const subscribed = await next(args);
      const outcome = isAsyncIterable(subscribed) ? 'ok' : outcomeOf(subscribed);
      operations.inc({ type: 'subscription', outcome });
      return subscribed;
    },
  };
}

function typeOf({ document, operationName }: Pick<ExecutionArgs, 'document' | 'operationName'>): string {
  return getOperationAST(document, operationName)?.operation ?? 'unknown';
}

function outcomeOf(result: ExecutionResult): 'ok' | 'errors' {
  return result.errors === undefined ? 'ok' : 'errors';
}
