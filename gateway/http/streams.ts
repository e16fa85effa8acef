import type { ExecutionResult } from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

import type { Viewer } from './authentication.ts';
import { type Endable, endable } from './endable.ts';
import { atExpiry } from './expiry.ts';
import type { Mask } from './mask-error.ts';

interface StreamContext {
  readonly requestId: string;
  readonly viewer: Viewer;
}

/** Every subscription that is open, over whatever it is carried. */
export interface Streams {
  /** Watches over subscriptions: failures become a last result, and none outlives its viewer's credential. */
  readonly plugin: Plugin<StreamContext>;
  /** Ends them all, so that every client sees a clean end. */
  endAll(): void;
}

export function createStreams(mask: Mask): Streams {
  const open = new Set<Endable<ExecutionResult>>();
  return {
    plugin: {
      onSubscribe: ({ args }) => ({
        onSubscribeResult: ({ result, setResult }) => {
          if (!isAsyncIterable<ExecutionResult>(result)) return;
          const { requestId, viewer } = args.contextValue as StreamContext;
          const failed = (error: unknown): ExecutionResult => ({ errors: [mask(error, requestId)] });
          const stream = endable(result, failed, () => {
            open.delete(stream);
            cancelExpiry();
          });
          const cancelExpiry = atExpiry(viewer.expiresAt, () => {
            stream.end();
          });
          open.add(stream);
          setResult(stream);
        },
      }),
    },
    endAll: () => {
      for (const stream of open) stream.end();
    },
  };
}
