import { describe, expect, test } from '@jest/globals';

import {
  makeProblem,
  problemFromEnvelope,
  problemFromNoResponse,
  problemFromStatus,
  problemKinds,
} from './problems.ts';

const refusal = (code: number, message = '') => problemFromEnvelope({ code, message, requestId: 'req-1' });

describe('codes of section 5', () => {
  test.each([
    [1000, 'AUTHENTICATION', false],
    [1001, 'AUTHENTICATION', false],
    [1002, 'AUTHENTICATION', false],
    [1003, 'AUTHENTICATION', false],
    [1004, 'AUTHENTICATION', false],
    [1100, 'ACCOUNT', false],
    [1101, 'ACCOUNT', false],
    [1102, 'ACCOUNT', false],
    [1103, 'PERMISSION', false],
    [1200, 'INVALID', false],
    [1201, 'INVALID', false],
    [1202, 'INVALID', false],
    [1203, 'INVALID', false],
    [1300, 'POLICY', false],
    [1301, 'POLICY', false],
    [1302, 'RATE_LIMIT', true],
    [1303, 'CONCURRENCY', true],
    [1304, 'PERMISSION', false],
    [5000, 'UNAVAILABLE', true],
    [5001, 'UNAVAILABLE', true],
    [5002, 'UNAVAILABLE', true],
  ])('code %i is a problem of kind %s, retryable: %s', (code, kind, retryable) => {
    const problem = refusal(code, 'what Kling says');
    expect(problem).toMatchObject({ kind, klingCode: code, retryable, requestId: 'req-1' });
    expect(problem.message).toMatch(/^[^\n]{20,}\.( Kling says: what Kling says)?$/);
    expect(problem.message).not.toContain(String(code));
  });

  test.each([
    [1099, 'AUTHENTICATION'],
    [1199, 'ACCOUNT'],
    [1299, 'INVALID'],
    [1399, 'POLICY'],
    [5999, 'UNAVAILABLE'],
    [7, 'INVALID'],
  ])('code %i, which is not documented, is a problem of kind %s', (code, kind) => {
    expect(refusal(code).kind).toBe(kind);
  });
});

describe('the four meanings of 1201', () => {
  test.each([
    ['Task not found by id/external id: 12', 'NOT_FOUND'],
    ['External_task_id abc already exists', 'DUPLICATE'],
    ['Element already be deleted for id: 12', 'ALREADY_DELETED'],
    ['element_name is invalid', 'INVALID'],
  ])('code 1201 with the message "%s" is a problem of kind %s', (message, kind) => {
    const problem = refusal(1201, message);
    expect(problem.kind).toBe(kind);
    expect(problem.message).toContain(message);
  });
});

test('Kling’s message about a credential is not repeated, as it may quote parts of it', () => {
  expect(refusal(1002, 'token part eyJhbGciOi is invalid').message).not.toContain('eyJ');
});

test.each([
  [401, 'AUTHENTICATION', false],
  [403, 'PERMISSION', false],
  [404, 'INVALID', false],
  [413, 'INVALID', false],
  [429, 'RATE_LIMIT', true],
  [200, 'UNAVAILABLE', true],
  [502, 'UNAVAILABLE', true],
])('a response outside the envelope with HTTP %i is %s, retryable: %s', (status, kind, retryable) => {
  expect(problemFromStatus(status)).toMatchObject({ kind, retryable, klingCode: null, requestId: null });
});

test('no response at all is UNAVAILABLE and says why', () => {
  const problem = problemFromNoResponse('connection reset');
  expect(problem).toMatchObject({ kind: 'UNAVAILABLE', retryable: true, klingCode: null });
  expect(problem.message).toContain('connection reset');
});

test.each(problemKinds)(
  'a problem of kind %s was not done, and has no code, IDs and delay unless they are known',
  (kind) => {
    expect(makeProblem(kind, 'Why.')).toEqual({
      kind,
      message: 'Why.',
      klingCode: null,
      requestId: null,
      retryable: ['RATE_LIMIT', 'CONCURRENCY', 'UNAVAILABLE'].includes(kind),
      outcome: 'NOT_DONE',
      externalId: null,
      retryAfterSeconds: null,
    });
    const details = {
      klingCode: 7,
      requestId: 'r',
      outcome: 'UNKNOWN',
      externalId: 'e',
      retryAfterSeconds: 2,
    } as const;
    expect(makeProblem(kind, 'Why.', details)).toMatchObject(details);
  },
);
