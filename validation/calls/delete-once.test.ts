import { describe, expect, test } from '@jest/globals';

import { deleteOnce } from './delete-once.ts';
import { failure, fakeRuntime, page, type Step, success } from './fake-runtime.ts';
import { requests } from './request.ts';

const request = requests.deleteElement('856528387816046601');
const deletedBefore = failure(400, 1201, 'Element already be deleted for id: 856528387816046601');
const retryPolicy = { attempts: 3, baseDelayMs: 10, maxDelayMs: 100 };

describe('a delete', () => {
  test('a delete succeeds when Kling confirms it, without any data', async () => {
    const { runtime, sent } = fakeRuntime([success()]);
    await expect(deleteOnce(request, runtime)).resolves.toBeUndefined();
    expect(sent).toEqual([request]);
  });

  test.each<[string, Step]>([
    ['no response', 'ECONNRESET'],
    ['an internal error', failure(500, 5000)],
    ['a page of a CDN', page(502)],
  ])('a delete whose first answer was lost after its effect (%s) is done', async (_what, lost) => {
    const { runtime, sent } = fakeRuntime([lost, deletedBefore]);
    await expect(deleteOnce(request, runtime)).resolves.toBeUndefined();
    expect(sent).toEqual([request, request]);
  });

  test('a delete whose first attempt was lost before it took effect is sent again', async () => {
    const { runtime, unused } = fakeRuntime(['ECONNRESET', success()]);
    await deleteOnce(request, runtime);
    expect(unused).toEqual([]);
  });

  test('a delete of what was deleted before is refused', async () => {
    const { runtime } = fakeRuntime([deletedBefore]);
    await expect(deleteOnce(request, runtime)).rejects.toMatchObject({
      problem: { kind: 'ALREADY_DELETED' },
    });
  });

  test('a delete that only waited for its turn does not count as having deleted anything', async () => {
    const { runtime } = fakeRuntime([failure(429, 1302), deletedBefore]);
    await expect(deleteOnce(request, runtime)).rejects.toMatchObject({
      problem: { kind: 'ALREADY_DELETED' },
    });
  });

  test('a delete that Kling refuses is not sent again', async () => {
    const { runtime, sent } = fakeRuntime([failure(401, 1002)]);
    await expect(deleteOnce(request, runtime)).rejects.toMatchObject({ problem: { kind: 'AUTHENTICATION' } });
    expect(sent).toHaveLength(1);
  });

  test('a delete fails after the number of attempts in the policy', async () => {
    const { runtime, slept } = fakeRuntime(['ECONNRESET', 'ECONNRESET', 'ECONNRESET'], { retryPolicy });
    await expect(deleteOnce(request, runtime)).rejects.toMatchObject({ problem: { kind: 'UNAVAILABLE' } });
    expect(slept).toEqual([10, 20]);
  });
});
