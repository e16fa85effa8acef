import {
  createSourceEventStream,
  type ExecutionArgs,
  executeSubscriptionEvent,
  validateSubscriptionArgs,
  type ValidatedSubscriptionArgs,
} from 'graphql';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

import { after, createExecute } from '../documents/jit.ts';
import type { GatewayContext, GatewayServices } from '../schema/context.ts';
import { type ExecuteEvent, SharedOperations } from './shared-executions.ts';
import { ResultStream, type StreamOwner } from './result-stream.ts';
import { anybody, type Viewer } from '../../auth/verdict.ts';
import { atExpiry } from '../../auth/expiry.ts';
import { type ErrorMask, maskResult } from '../mask-errors.ts';
import { newRequestId } from '../../runtime/request-id.ts';

interface StreamContext {
  readonly requestId: string;
  readonly viewer: Viewer;
}

/** Every subscription that is open, over whatever it is carried. */
export interface SharedSubscriptions {
  /**
   * Runs subscriptions: equal ones share the execution of each event, failures become a last result, and none outlives
   * its viewer's credential.
   */
  readonly plugin: Plugin<StreamContext>;
  /** Ends them all, so that every client sees a clean end. */
  endAll(): void;
}

export interface SharedSubscriptionsOptions {
  readonly services: GatewayServices;
  readonly mask: ErrorMask;
}

export function createSharedSubscriptions({
  services,
  mask,
}: SharedSubscriptionsOptions): SharedSubscriptions {
  /** Each with what cancels its end at its viewer's expiry. */
  const open = new Map<ResultStream, (() => void) | undefined>();
  const execute = createExecute();
  const operations = new SharedOperations((args) => executing(args, execute, services, mask));
  const owner: StreamOwner = {
    failed: (error, { requestId }) => ({ errors: [mask(error, requestId)] }),
    ended: (stream) => {
      open.get(stream)?.();
      open.delete(stream);
    },
  };

  function streamOf(source: AsyncIterable<object>, args: ValidatedSubscriptionArgs): ResultStream {
    const { requestId, viewer } = args.contextValue as StreamContext;
    const stream = new ResultStream(source, operations.join(args), requestId, owner);
    const { expiresAt } = viewer;
    const end = () => {
      stream.end();
    };
    open.set(stream, expiresAt === null ? undefined : atExpiry(expiresAt, end));
    return stream;
  }

  return {
    plugin: {
      onSubscribe: ({ setSubscribeFn }) => {
        setSubscribeFn(async (args: ExecutionArgs) => {
          const validated = validateSubscriptionArgs(args);
          if (!('schema' in validated)) return { errors: validated };
          const source = await createSourceEventStream(validated);
          return isAsyncIterable<object>(source) ? streamOf(source, validated) : source;
        });
      },
    },
    endAll: () => {
      for (const stream of open.keys()) stream.end();
    },
  };
}

/**
 * Executes the events of an operation for all who subscribed to it, and so for nobody in particular: no resolver comes
 * to know a viewer.
 */
function executing(
  args: ValidatedSubscriptionArgs,
  execute: ReturnType<typeof createExecute>,
  services: GatewayServices,
  mask: ErrorMask,
): ExecuteEvent {
  const requestId = newRequestId();
  const contextValue: GatewayContext = { ...services, requestId, viewer: anybody };
  const { schema, document, rawVariableValues } = args;
  const variableValues = rawVariableValues ?? {};
  return (rootValue) => {
    const result = execute({ schema, document, variableValues, contextValue, rootValue }, () =>
      executeSubscriptionEvent({ ...args, contextValue, rootValue }),
    );
    return after(result, (told) => maskResult(mask, told, requestId));
  };
}
