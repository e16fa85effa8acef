import { describe, expect, test } from '@jest/globals';

import { type Outcome, ProblemError } from '../problems.ts';
import { createOnce } from './create-once.ts';
import { failure, fakeRuntime, page, type Step, submittedTask, success } from './fake-runtime.ts';
import { requests } from './request.ts';

const body = ['{"external_task_id":"mine"}'];
const create = requests.createElement(body);
const look = requests.task('mine');
const accepted = success(submittedTask('1', 'mine'));
const duplicate = failure(400, 1201, 'External_task_id mine already exists');
const unknown = failure(400, 1201, 'Task not found by id/external id: mine');
const retryPolicy = { attempts: 3, baseDelayMs: 10, maxDelayMs: 100 };

async function problemOf(steps: readonly Step[]) {
  const { runtime, sent } = fakeRuntime(steps, { retryPolicy });
  const error = await createOnce(body, 'mine', runtime).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error('no problem was thrown', { cause: error });
  return { problem: error.problem, sent };
}

describe('a create', () => {
  test('a create that is accepted is sent once', async () => {
    const { runtime, sent } = fakeRuntime([accepted]);
    const created = await createOnce(body, 'mine', runtime);
    expect(created).toMatchObject({
      repeated: false,
      task: { id: '1', externalId: 'mine', status: 'SUBMITTED' },
    });
    expect(sent).toEqual([create]);
  });

  test('a create keeps its external ID when Kling’s response does not repeat it', async () => {
    const { runtime } = fakeRuntime([success(submittedTask('1'))]);
    expect((await createOnce(body, 'mine', runtime)).task.externalId).toBe('mine');
  });

  const unclear: [string, Step][] = [
    ['no answer', 'ECONNRESET'],
    ['code 5000', failure(500, 5000)],
    ['code 5001', failure(503, 5001)],
    ['code 5002', failure(504, 5002)],
    ['a page of a CDN', page(502)],
    ['a page under HTTP 200', page(200)],
  ];
  test.each(unclear)(
    'a create whose first attempt failed before it took effect (%s) is sent again unchanged',
    async (_what, lost) => {
      const { runtime, sent } = fakeRuntime([lost, accepted]);
      expect(await createOnce(body, 'mine', runtime)).toMatchObject({ repeated: false, task: { id: '1' } });
      expect(sent).toEqual([create, create]);
    },
  );

  test.each(unclear)(
    'a create whose first response was lost after it took effect (%s) finds the first task',
    async (_what, lost) => {
      const { runtime, sent } = fakeRuntime([lost, duplicate, accepted]);
      expect(await createOnce(body, 'mine', runtime)).toMatchObject({ repeated: false, task: { id: '1' } });
      expect(sent).toEqual([create, create, look]);
    },
  );

  test('a create under the external ID of an earlier call returns that call’s task', async () => {
    const { runtime } = fakeRuntime([duplicate, accepted]);
    expect(await createOnce(body, 'mine', runtime)).toMatchObject({ repeated: true, task: { id: '1' } });
  });

  test('a create that waited for its turn and then finds its external ID in use is a repeat', async () => {
    const { runtime, slept } = fakeRuntime([failure(429, 1303, 'busy', '2'), duplicate, accepted]);
    expect(await createOnce(body, 'mine', runtime)).toMatchObject({ repeated: true });
    expect(slept).toEqual([2000]);
  });

  test('a create under the external ID of another product’s task is refused as a duplicate', async () => {
    const { problem } = await problemOf([duplicate, unknown]);
    expect(problem).toMatchObject({ kind: 'DUPLICATE', klingCode: 1201, retryable: false });
  });

  test.each([1302, 1303])('a create is sent again after code %i', async (code) => {
    const { runtime, sent } = fakeRuntime([failure(429, code), accepted]);
    await createOnce(body, 'mine', runtime);
    expect(sent).toEqual([create, create]);
  });

  test('a create is sent once more with a new token after code 1004', async () => {
    const { runtime, renewals } = fakeRuntime([failure(401, 1004), accepted]);
    await createOnce(body, 'mine', runtime);
    expect(renewals).toEqual([false, true]);
  });

  test.each([
    [401, 1002, 'AUTHENTICATION'],
    [429, 1102, 'ACCOUNT'],
    [403, 1103, 'PERMISSION'],
    [400, 1201, 'INVALID'],
    [400, 1301, 'POLICY'],
    [429, 1304, 'PERMISSION'],
  ])('a create that Kling refuses (HTTP %i, code %i) is not sent again', async (status, code, kind) => {
    const { problem, sent } = await problemOf([failure(status, code)]);
    expect(problem).toMatchObject({ kind, klingCode: code, externalId: 'mine' });
    expect(problem.message).not.toContain('not known');
    expect(sent).toEqual([create]);
  });

  test('a create that stays unclear names the external ID to repeat it with', async () => {
    const { problem, sent } = await problemOf(['ECONNRESET', page(502), 'ECONNRESET']);
    expect(problem).toMatchObject({ kind: 'UNAVAILABLE', retryable: true, externalId: 'mine' });
    expect(problem.message).toContain('repeat the call with external ID mine');
    expect(sent).toEqual([create, create, create]);
  });

  test('a create that is refused after an unclear response reports that it may have taken effect nevertheless', async () => {
    const { problem } = await problemOf(['ECONNRESET', failure(429, 1100)]);
    expect(problem).toMatchObject({ kind: 'ACCOUNT', retryable: false });
    expect(problem.message).toContain('repeat the call with external ID mine');
  });

  test('a create whose success response cannot be read is looked up', async () => {
    const { runtime, sent } = fakeRuntime([success({ surprise: true }), accepted]);
    expect(await createOnce(body, 'mine', runtime)).toMatchObject({ repeated: false, task: { id: '1' } });
    expect(sent).toEqual([create, look]);
  });

  test.each<[string, Step[]]>([
    ['proved to be made', [duplicate]],
    ['accepted in words that cannot be read', [success({ surprise: true })]],
  ])('a create that is %s, but whose task cannot be read, says how to get at it', async (_what, steps) => {
    const silent = await problemOf([...steps, 'ECONNRESET', 'ECONNRESET', 'ECONNRESET']);
    expect(silent.problem).toMatchObject({ kind: 'UNAVAILABLE', retryable: true });
    expect(silent.problem.message).toContain('repeat the call with external ID mine');
    const garbled = await problemOf([...steps, success({ surprise: true })]);
    expect(garbled.problem.message).toContain('repeat the call with external ID mine');
  });

  test('a create whose response cannot be read and whose task is not found stays unclear', async () => {
    const { problem } = await problemOf([success({ surprise: true }), unknown]);
    expect(problem).toMatchObject({ kind: 'UNAVAILABLE', retryable: true });
  });
});

test.each<[string, Outcome, Step[]]>([
  ['refused at once', 'NOT_DONE', [failure(400, 1301)]],
  ['refused after an attempt without an answer', 'UNKNOWN', ['ECONNRESET', failure(403, 1103)]],
  ['never answered', 'UNKNOWN', ['ECONNRESET', 'ECONNRESET', 'ECONNRESET']],
  [
    'accepted in words that cannot be read, and never read',
    'UNKNOWN',
    [success({ surprise: true }), unknown],
  ],
  ["proved to be another product's", 'NOT_DONE', [duplicate, unknown]],
])('the outcome of a create that was %s is %s', async (_what, outcome, steps) => {
  const { runtime } = fakeRuntime(steps, { retryPolicy });
  await expect(createOnce(body, 'mine', runtime)).rejects.toMatchObject({
    problem: { outcome, externalId: 'mine' },
  });
});

test('a voice is created once in the same way, and looked up among voices', async () => {
  const { runtime, sent } = fakeRuntime(['ECONNRESET', duplicate, accepted], { retryPolicy });
  expect(await createOnce(body, 'mine', runtime, 'voice')).toMatchObject({
    repeated: false,
    task: { id: '1' },
  });
  expect(sent).toEqual([requests.createVoice(body), requests.createVoice(body), requests.voice('mine')]);
});
