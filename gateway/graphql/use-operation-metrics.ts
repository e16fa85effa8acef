import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

import type { Metrics } from '../metrics.ts';

function outcomeOf(result: ExecutionResult): 'ok' | 'errors' {
  return result.errors === undefined ? 'ok' : 'errors';
}

/** Counts and times what is executed. */
export function useOperationMetrics({ operations, operationSeconds }: Metrics): Plugin {
  return {
    onExecute: ({ args }) => {
      const type = typeOf(args);
      const stop = operationSeconds.startTimer({ type });
      return {
        onExecuteDone: ({ result }) => {
          stop();
          operations.inc({ type, outcome: isAsyncIterable(result) ? 'ok' : outcomeOf(result) });
        },
      };
    },
    onSubscribe: () => ({
      onSubscribeResult: ({ result }) => {
        const outcome = isAsyncIterable(result) ? 'ok' : outcomeOf(result);
        operations.inc({ type: 'subscription', outcome });
      },
    }),
  };
}

function typeOf({ document, operationName }: Pick<ExecutionArgs, 'document' | 'operationName'>): string {
  return getOperationAST(document, operationName)?.operation ?? 'unknown';
}
