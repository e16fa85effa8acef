import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

import type { Mask } from './mask-error.ts';

interface MaskContext {
  readonly requestId: string;
}

/** Masks the errors of every result, and counts nothing as seen that a client must not see. */
export function useMask(mask: Mask): Plugin<MaskContext> {
  const masked = (result: ExecutionResult, requestId: string): ExecutionResult => ({
    ...result,
    ...(result.errors === undefined ? {} : { errors: result.errors.map((error) => mask(error, requestId)) }),
  });
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (isAsyncIterable(result) || result.errors === undefined) return;
        setResult(masked(result, (args.contextValue as MaskContext).requestId));
      },
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result, setResult }) => {
        const { requestId } = args.contextValue as MaskContext;
        if (!isAsyncIterable(result)) {
          if (result.errors !== undefined) setResult(masked(result, requestId));
          return;
        }
        return {
          onNext: ({ result: event, setResult: setEvent }) => {
            if (event.errors !== undefined) setEvent(masked(event, requestId));
          },
        };
      },
    }),
  };
}
