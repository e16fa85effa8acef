import { expect, test } from '@jest/globals';

import { sleep } from '../../../nodes/shared/execution/sleep.ts';

test('ends with its time', async () => {
  await expect(sleep(1, undefined)).resolves.toBeUndefined();
  await expect(sleep(1, new AbortController().signal)).resolves.toBeUndefined();
});

test('ends at once when the execution is stopped', async () => {
  const stop = new AbortController();
  const paused = sleep(600_000, stop.signal);
  stop.abort();
  await expect(paused).rejects.toMatchObject({ name: 'ManualExecutionCancelledError' });
});

test('does not begin when the execution is stopped already', async () => {
  await expect(sleep(600_000, AbortSignal.abort())).rejects.toMatchObject({
    name: 'ManualExecutionCancelledError',
  });
});
