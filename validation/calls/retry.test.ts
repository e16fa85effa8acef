import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { problemFromEnvelope, problemFromNoResponse, problemFromStatus } from '../problems.ts';
import { defaultRetryPolicy, readRetryAfter, retryDelay, type RetryPolicy } from './retry.ts';

const policy: RetryPolicy = { attempts: 4, baseDelayMs: 1000, maxDelayMs: 3000 };
const silence = problemFromNoResponse('ECONNRESET');
const asking = (retryAfterSeconds: number) => ({ ...silence, retryAfterSeconds });

describe('the delay before a retry', () => {
  test('the delay before a retry doubles up to the longest, and there is none after the last attempt', () => {
    const pauses = [1, 2, 3, 4].map((attempt) => retryDelay(policy, attempt, silence, 0));
    expect(pauses).toEqual([1000, 2000, 3000, undefined]);
  });

  test('the delay before a retry is randomly up to half as long again, and never exceeds the longest', () => {
    expect(retryDelay(policy, 1, silence, 1)).toBe(1500);
    expect(retryDelay(policy, 2, silence, 0.5)).toBe(2500);
    expect(retryDelay(policy, 3, silence, 1)).toBe(3000);
  });

  test('the delay before a retry starts at one second or more when too many tasks are in progress', () => {
    const concurrency = problemFromEnvelope({ code: 1303, message: '', requestId: null });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (random) => {
        expect(retryDelay(defaultRetryPolicy, 1, concurrency, random)).toBeGreaterThanOrEqual(1000);
      }),
    );
  });

  test('the delay before a retry is what Kling asks for, whatever the random number', () => {
    expect(retryDelay(policy, 1, asking(2.5), 1)).toBe(2500);
    expect(retryDelay(policy, 1, asking(0), 1)).toBe(0);
  });

  test('there is no retry when Kling asks for a delay longer than the longest', () => {
    expect(retryDelay(policy, 1, asking(3.001), 0)).toBeUndefined();
  });

  test.each([
    [1000, false],
    [1001, false],
    [1002, false],
    [1003, false],
    [1004, false],
    [1100, false],
    [1101, false],
    [1102, false],
    [1103, false],
    [1200, false],
    [1201, false],
    [1202, false],
    [1203, false],
    [1300, false],
    [1301, false],
    [1302, true],
    [1303, true],
    [1304, false],
    [5000, true],
    [5001, true],
    [5002, true],
  ])('there is another attempt after code %i: %s', (code, isRetried) => {
    const problem = problemFromEnvelope({ code, message: '', requestId: null });
    expect(retryDelay(policy, 1, problem, 0) !== undefined).toBe(isRetried);
  });

  test.each([
    [200, true],
    [401, false],
    [403, false],
    [404, false],
    [413, false],
    [429, true],
    [502, true],
    [503, true],
  ])('there is another attempt after a page instead of a response, HTTP %i: %s', (status, isRetried) => {
    expect(retryDelay(policy, 1, problemFromStatus(status), 0) !== undefined).toBe(isRetried);
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);

  test.each([
    ['2', 2000],
    ['0', 0],
    [' 1 ', 1000],
    ['1.5', 1500],
    ['Thu, 01 Jan 2026 12:00:05 GMT', 5000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['-1', undefined],
    ['soon', undefined],
    ['Infinity', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('a Retry-After header of %j is a pause of %p ms', (header, milliseconds) => {
    expect(readRetryAfter(header, now)).toBe(milliseconds);
  });
});
