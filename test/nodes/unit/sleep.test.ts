import { expect, test } from '@jest/globals';

import { sleep } from '../../../nodes/shared/execution/sleep.ts';

test('sleeping ends when the time is over', async () => {
  await expect(sleep(1, undefined)).resolves.toBeUndefined();
  await expect(sleep(1, new AbortController().signal)).resolves.toBeUndefined();
});

test('sleeping ends at once when the execution is cancelled', async () => {
  const cancellation = new AbortController();
  const sleeping = sleep(600_000, cancellation.signal);
  cancellation.abort();
  await expect(sleeping).rejects.toMatchObject({ name: 'ManualExecutionCancelledError' });
});

test('sleeping does not start when the execution is already cancelled', async () => {
  await expect(sleep(600_000, AbortSignal.abort())).rejects.toMatchObject({
    name: 'ManualExecutionCancelledError',
  });
});
