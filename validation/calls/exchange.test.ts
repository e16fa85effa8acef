import { describe, expect, test } from '@jest/globals';

import { ProblemError } from '../problems.ts';
import { getWithRetries } from './exchange.ts';
import { failure, fakeRuntime, page, type Step, success } from './fake-runtime.ts';
import { requests } from './request.ts';

const request = requests.tasks({ pageNum: 1, pageSize: 1 });

async function problemOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error('no problem was thrown', { cause: error });
  return error.problem;
}

describe('a read', () => {
  test('a read returns the envelope’s data and request ID', async () => {
    const { runtime } = fakeRuntime([success([1])]);
    await expect(getWithRetries(request, runtime)).resolves.toMatchObject({ data: [1], requestId: 'r-1' });
  });

  const passing: [string, Step][] = [
    ['1302, too many requests', failure(429, 1302)],
    ['1303, too many tasks', failure(429, 1303)],
    ['5000, an internal error', failure(500, 5000)],
    ['5001, maintenance', failure(503, 5001)],
    ['5002, an internal time-out', failure(504, 5002)],
    ['a page of a CDN', page(502)],
    ['a page of a CDN under 429', page(429)],
    ['a success that is none by its status', { ...success([]), status: 500 }],
    ['no answer', 'ECONNRESET'],
  ];
  test.each(passing)('a read is sent again after %s', async (_what, step) => {
    const { runtime, sent, slept } = fakeRuntime([step, success('there')]);
    await expect(getWithRetries(request, runtime)).resolves.toMatchObject({ data: 'there' });
    expect(sent).toEqual([request, request]);
    expect(slept).toEqual([1000]);
  });

  test.each([
    [401, 1000, 'AUTHENTICATION'],
    [401, 1001, 'AUTHENTICATION'],
    [401, 1002, 'AUTHENTICATION'],
    [429, 1100, 'ACCOUNT'],
    [429, 1101, 'ACCOUNT'],
    [429, 1102, 'ACCOUNT'],
    [403, 1103, 'PERMISSION'],
    [400, 1200, 'INVALID'],
    [400, 1201, 'INVALID'],
    [404, 1202, 'INVALID'],
    [404, 1203, 'INVALID'],
    [400, 1300, 'POLICY'],
    [400, 1301, 'POLICY'],
    [429, 1304, 'PERMISSION'],
  ])('a read is not made again after HTTP %i, code %i', async (status, code, kind) => {
    const { runtime, sent } = fakeRuntime([failure(status, code)]);
    expect(await problemOf(getWithRetries(request, runtime))).toMatchObject({
      kind,
      klingCode: code,
      requestId: 'r-2',
    });
    expect(sent).toHaveLength(1);
  });

  test.each([1003, 1004])(
    'a read is sent once more, immediately, with a new token after code %i',
    async (code) => {
      const { runtime, renewals, slept } = fakeRuntime([failure(401, code), success('there')]);
      await expect(getWithRetries(request, runtime)).resolves.toMatchObject({ data: 'there' });
      expect(renewals).toEqual([false, true]);
      expect(slept).toEqual([]);
    },
  );

  test('a read fails when the new token is refused, too', async () => {
    const { runtime, renewals } = fakeRuntime([failure(401, 1004), failure(401, 1004)]);
    expect(await problemOf(getWithRetries(request, runtime))).toMatchObject({
      kind: 'AUTHENTICATION',
      klingCode: 1004,
    });
    expect(renewals).toEqual([false, true]);
  });

  test('a read waits as long as Kling asks for, in seconds or until a time', async () => {
    const { runtime, slept } = fakeRuntime([
      failure(429, 1302, 'slow', '7'),
      failure(429, 1302, 'slow', 'Thu, 01 Jan 2026 00:00:10 GMT'),
      success(),
    ]);
    await getWithRetries(request, runtime);
    expect(slept).toEqual([7000, 3000]);
  });

  test('a read fails when Kling asks for a longer delay than the policy allows', async () => {
    const { runtime, slept } = fakeRuntime([failure(429, 1302, 'slow', '3600')]);
    expect(await problemOf(getWithRetries(request, runtime))).toMatchObject({
      kind: 'RATE_LIMIT',
      retryable: true,
    });
    expect(slept).toEqual([]);
  });

  test('a read fails with the last problem after the number of attempts in the policy', async () => {
    const retryPolicy = { attempts: 3, baseDelayMs: 10, maxDelayMs: 100 };
    const { runtime, slept } = fakeRuntime(['ECONNRESET', page(502), 'ECONNREFUSED'], { retryPolicy });
    expect(await problemOf(getWithRetries(request, runtime))).toMatchObject({
      kind: 'UNAVAILABLE',
      message: 'Kling did not respond (ECONNREFUSED); try again shortly.',
      klingCode: null,
    });
    expect(slept).toEqual([10, 20]);
  });

  test('a read ends with the sleep’s own error when the caller aborts', async () => {
    const lost = new Error('closing');
    const { runtime } = fakeRuntime(['ECONNRESET'], { sleep: () => Promise.reject(lost) });
    await expect(getWithRetries(request, runtime)).rejects.toBe(lost);
  });

  test('a read passes on an error of the transport itself, and does not try again', async () => {
    const broken = new TypeError('a bug');
    const { runtime } = fakeRuntime([], { transport: () => Promise.reject(broken) });
    await expect(getWithRetries(request, runtime)).rejects.toBe(broken);
  });
});
