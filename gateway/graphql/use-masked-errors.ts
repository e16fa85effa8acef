import { isAsyncIterable, type Plugin } from 'graphql-yoga';

import { type ErrorMask, maskResult } from './mask-errors.ts';

interface MaskContext {
  readonly requestId: string;
}

/** Masks the errors of every result but those in streams, which are masked where they are made. */
export function useMaskedErrors(mask: ErrorMask): Plugin<MaskContext, MaskContext> {
  return {
    onExecute: ({ args }) => ({
      onExecuteDone: ({ result, setResult }) => {
        if (isAsyncIterable(result)) return;
        setResult(maskResult(mask, result, (args.contextValue as MaskContext).requestId));
      },
    }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: ({ result, setResult }) => {
        if (isAsyncIterable(result)) return;
        setResult(maskResult(mask, result, (args.contextValue as MaskContext).requestId));
      },
    }),
    // What breaks outside of an execution; all else has been masked, and stays as it is.
    onResultProcess: (processing) => {
      const { result, serverContext } = processing;
      if (Array.isArray(result) || isAsyncIterable(result)) return;
      processing.setResult(maskResult(mask, result, serverContext.requestId));
    },
  };
}
