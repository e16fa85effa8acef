import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  executeSubscriptionEvent,
  validateSubscriptionArgs,
  type ValidatedSubscriptionArgs,
} from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';

import { atExpiry } from '../../auth/expiry.ts';
import { anybody, type Viewer } from '../../auth/viewer.ts';
import { newRequestId } from '../../runtime/request-id.ts';
import { createExecute } from '../documents/jit.ts';
import { type ErrorMask, maskResult } from '../mask-errors.ts';
import { mapResult, type OperationPlugin } from '../operation-plugin.ts';
import type { GatewayContext, GatewayServices } from '../schema/context.ts';
import { noteEvent } from './event-ids.ts';
import { ResultStream, type StreamOwner } from './result-stream.ts';
import { type ExecuteEvent, SharedOperations } from './shared-executions.ts';

interface StreamContext {
  readonly requestId: string;
  readonly viewer: Viewer;
}

/** Runs the open subscriptions of every transport. */
export interface SharedSubscriptions extends OperationPlugin {
  /** Cuts them all off, so that no client takes its subscription for complete. */
  interruptAll(): void;
}

export interface SharedSubscriptionsOptions {
  readonly services: GatewayServices;
  readonly mask: ErrorMask;
}

/**
 * Runs subscriptions: equal ones share the execution of each event, a failure becomes the last result, and none
 * outlives its viewer's credential.
 */
export function useSharedSubscriptions({ services, mask }: SharedSubscriptionsOptions): SharedSubscriptions {
  /** Each with the function that cancels its end at the viewer's expiry. */
  const open = new Map<ResultStream, (() => void) | undefined>();
  const execute = createExecute();
  const operations = new SharedOperations((args) => createExecuteEvent(args, execute, services, mask));
  const owner: StreamOwner = {
    resultOfFailure: (error, { requestId }) => ({ errors: [mask(error, requestId)] }),
    onEnd: (stream) => {
      open.get(stream)?.();
      open.delete(stream);
    },
  };

  function openStream(source: AsyncIterable<object>, args: ValidatedSubscriptionArgs): ResultStream {
    const { requestId, viewer } = args.contextValue as StreamContext;
    const stream = new ResultStream(source, operations.join(args), requestId, owner);
    const { expiresAt } = viewer;
    const interrupt = () => {
      stream.interrupt();
    };
    open.set(stream, expiresAt === null ? undefined : atExpiry(expiresAt, interrupt));
    return stream;
  }

  return {
    subscribe: () => async (args: ExecutionArgs) => {
      const validated = validateSubscriptionArgs(args);
      if (!('schema' in validated)) return { errors: validated };
      const source = (await createSourceEventStream(validated)) as AsyncIterable<object> | ExecutionResult;
      return isAsyncIterable(source) ? openStream(source, validated) : source;
    },
    interruptAll: () => {
      for (const stream of open.keys()) stream.interrupt();
    },
  };
}

/**
 * Executes the events of an operation for all of its subscribers, and therefore for no viewer in particular: resolvers
 * do not learn who subscribed.
 */
function createExecuteEvent(
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
    return mapResult(result, (executed) => {
      const masked = maskResult(mask, executed, requestId);
      noteEvent(masked, rootValue);
      return masked;
    });
  };
}
