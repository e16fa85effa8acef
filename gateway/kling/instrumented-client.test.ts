import { expect, jest, test } from '@jest/globals';
import { problemFromEnvelope, ProblemError } from '@kling-elements/validation';

import type { KlingClient } from './client.ts';
import { instrumentedClient } from './instrumented-client.ts';

function instrumented(task: KlingClient['task']) {
  const log = { info: jest.fn(), warn: jest.fn() };
  const count = jest.fn();
  return { log, count, client: instrumentedClient({ task } as KlingClient, log, count) };
}

const refusing = (code: number) => () =>
  Promise.reject(
    new ProblemError(problemFromEnvelope({ code, message: 'as Kling says', requestId: 'req-7' })),
  );

test('a successful call is counted and not logged', async () => {
  const { client, count, log } = instrumented(() => Promise.resolve(undefined));
  await client.task('1');
  expect(count.mock.calls).toEqual([['task', 'ok']]);
  expect(log.info).not.toHaveBeenCalled();
  expect(log.warn).not.toHaveBeenCalled();
});

test.each([
  [1002, 'AUTHENTICATION', 'warn'],
  [5001, 'UNAVAILABLE', 'warn'],
  [1303, 'CONCURRENCY', 'warn'],
  [1301, 'POLICY', 'info'],
  [1201, 'INVALID', 'info'],
] as const)(
  'a problem with code %i is counted as %s, logged as %s with its request ID, and thrown on',
  async (code, kind, level) => {
    const { client, count, log } = instrumented(refusing(code));
    await expect(client.task('1')).rejects.toMatchObject({ problem: { kind } });
    expect(count.mock.calls).toEqual([['task', kind]]);
    expect(log[level].mock.calls).toEqual([
      [{ operation: 'task', kind, code, klingRequestId: 'req-7' }, expect.stringMatching(/^Kling: /)],
    ]);
  },
);

test('an error that is no problem of Kling’s is counted as an error and thrown on', async () => {
  const { client, count } = instrumented(() => Promise.reject(new TypeError('broken')));
  await expect(client.task('1')).rejects.toThrow('broken');
  expect(count.mock.calls).toEqual([['task', 'error']]);
});
