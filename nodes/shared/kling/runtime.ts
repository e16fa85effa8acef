import type { RetryPolicy, Runtime } from '@kling-elements/validation';

import { sleep } from '../execution/sleep.ts';
import { cancelSignalOf, type KlingContext } from './context.ts';
import { baseUrlOf } from './credential.ts';
import { transportOf } from './transport.ts';

/** What the shared package needs to call Kling from within n8n. */
export async function runtimeOf(context: KlingContext, retryPolicy?: RetryPolicy): Promise<Runtime> {
  const baseUrl = await baseUrlOf(context);
  const signal = cancelSignalOf(context);
  return {
    transport: transportOf(context, baseUrl),
    now: () => Date.now(),
    sleep: (milliseconds) => sleep(milliseconds, signal),
    random: () => Math.random(),
    ...(retryPolicy === undefined ? {} : { retryPolicy }),
  };
}
