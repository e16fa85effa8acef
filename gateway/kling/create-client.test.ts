import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type KlingResponse, ProblemError } from '@kling-elements/validation';
import nock from 'nock';
import { pino } from 'pino';

import { createKlingClient, type KlingClientOptions } from './create-client.ts';

const baseUrl = 'https://kling.example.com';
const elements = '/v1/general/advanced-custom-elements';
const time = Date.UTC(2026, 0, 1);
const task = {
  task_id: '856528333369769993',
  task_status: 'submitted',
  task_info: { external_task_id: 'mine' },
  created_at: 1722769557708,
  updated_at: 1722769557708,
};
const unknown = { code: 1201, message: 'Task not found by id/external id: mine', request_id: 'r-2' };
const duplicate = { code: 1201, message: 'External_task_id mine already exists', request_id: 'r-3' };
const success = (data?: unknown) => ({ code: 0, message: 'SUCCEED', request_id: 'r-1', data });
const page = { pageNum: 1, pageSize: 30 };
const body = ['{"external_task_id":"mine"}'];

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
});
afterAll(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
});

function clientWith(more: Partial<KlingClientOptions> = {}) {
  const warnings: Record<string, unknown>[] = [];
  const slept: number[] = [];
  const log = pino(
    { level: 'warn', base: null },
    { write: (line) => warnings.push(JSON.parse(line) as never) },
  );
  const client = createKlingClient({
    baseUrl,
    credential: { apiKey: 'sk-secret' },
    log,
    now: () => time + slept.reduce((sum, one) => sum + one, 0),
    random: () => 0,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
    ...more,
  });
  return { client, warnings, slept };
}

async function problemOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ProblemError)) throw new Error('no problem was thrown', { cause: error });
  return error.problem;
}

describe('one task', () => {
  test('a task is fetched by its ID or external ID, percent-encoded', async () => {
    nock(baseUrl).get(`${elements}/a%2Fb%3F`).reply(200, success(task));
    const { client } = clientWith();
    await expect(client.task('a/b?')).resolves.toMatchObject({
      id: '856528333369769993',
      status: 'SUBMITTED',
    });
  });

  test('the ID of an element keeps all its digits', async () => {
    const text = JSON.stringify(
      success({ ...task, task_status: 'succeed', task_result: { elements: [{ element_id: 0 }] } }),
    );
    nock(baseUrl)
      .get(`${elements}/1`)
      .reply(200, text.replace('"element_id":0', '"element_id":856528387816046601'));
    const { client } = clientWith();
    expect((await client.task('1'))?.elements[0]?.id).toBe('856528387816046601');
  });

  test('a task that Kling does not know is undefined', async () => {
    nock(baseUrl).get(`${elements}/mine`).reply(400, unknown);
    await expect(clientWith().client.task('mine')).resolves.toBeUndefined();
  });

  test.each(['', '.', '..', '\ud83d'])(
    'a task is not fetched by a string that cannot be an ID (%j)',
    async (key) => {
      const scope = nock(baseUrl).get(/.*/).reply(200, success(task));
      await expect(clientWith().client.task(key)).resolves.toBeUndefined();
      expect(scope.isDone()).toBe(false);
    },
  );

  test('a task that cannot be parsed is a problem in one line', async () => {
    nock(baseUrl)
      .get(`${elements}/1`)
      .reply(200, success({ surprise: true }));
    expect(await problemOf(clientWith().client.task('1'))).toEqual({
      kind: 'UNAVAILABLE',
      message: 'Kling returned a task that could not be read. Try again later.',
      klingCode: null,
      requestId: 'r-1',
      retryable: true,
      outcome: 'NOT_DONE',
      externalId: null,
      retryAfterSeconds: null,
    });
  });

  test('a task with an unknown status counts as processing, and a warning is logged once', async () => {
    nock(baseUrl)
      .get(`${elements}/1`)
      .twice()
      .reply(200, success({ ...task, task_status: 'queueing' }));
    const { client, warnings } = clientWith();
    await expect(client.task('1')).resolves.toMatchObject({ status: 'PROCESSING' });
    await client.task('1');
    expect(warnings).toEqual([expect.objectContaining({ status: 'queueing', task: '856528333369769993' })]);
  });
});

describe('a list', () => {
  test.each([
    ['tasks', elements],
    ['presetTasks', '/v1/general/advanced-presets-elements'],
    ['voices', '/v1/general/custom-voices'],
    ['presetVoices', '/v1/general/presets-voices'],
  ] as const)('the list of %s is fetched by page', async (name, path) => {
    nock(baseUrl)
      .get(`${path}?pageNum=2&pageSize=7`)
      .reply(200, success([task]));
    const list = await clientWith().client[name]({ pageNum: 2, pageSize: 7 });
    expect(list).toMatchObject({ length: 1, tasks: [{ id: '856528333369769993' }] });
  });

  test('a list leaves out entries that cannot be parsed and logs a warning', async () => {
    nock(baseUrl)
      .get(`${elements}?pageNum=1&pageSize=30`)
      .reply(200, success([task, { surprise: true }]));
    const { client, warnings } = clientWith();
    await expect(client.tasks(page)).resolves.toMatchObject({ length: 2, unreadable: 1, tasks: [{}] });
    expect(warnings).toEqual([expect.objectContaining({ klingRequestId: 'r-1' })]);
  });

  test('a list without data is empty, but a list with something else is a problem', async () => {
    nock(baseUrl)
      .get(/.*/)
      .reply(200, success())
      .get(/.*/)
      .reply(200, success({ surprise: true }));
    const { client } = clientWith();
    await expect(client.tasks(page)).resolves.toMatchObject({ length: 0 });
    expect(await problemOf(client.tasks(page))).toMatchObject({ kind: 'UNAVAILABLE', requestId: 'r-1' });
  });
});

/** docs/kling-api.md, section 5: HTTP status, code, and how a client may retry. */
const rows: readonly (readonly [number, number, 'yes' | 'with a new token' | 'no'])[] = [
  [401, 1000, 'no'],
  [401, 1001, 'no'],
  [401, 1002, 'no'],
  [401, 1003, 'with a new token'],
  [401, 1004, 'with a new token'],
  [429, 1100, 'no'],
  [429, 1101, 'no'],
  [429, 1102, 'no'],
  [403, 1103, 'no'],
  [400, 1200, 'no'],
  [400, 1201, 'no'],
  [404, 1202, 'no'],
  [404, 1203, 'no'],
  [400, 1300, 'no'],
  [400, 1301, 'no'],
  [429, 1302, 'yes'],
  [429, 1303, 'yes'],
  [429, 1304, 'no'],
  [500, 5000, 'yes'],
  [503, 5001, 'yes'],
  [504, 5002, 'yes'],
];

describe('refused calls', () => {
  const refused = (code: number) => ({ code, message: 'no', request_id: 'r-9' });
  const credential = { accessKey: 'ak', secretKey: 'sk' };

  test.each(rows)('a GET that fails with HTTP %i, code %i, is retried: %s', async (status, code, retry) => {
    const bearers: unknown[] = [];
    nock(baseUrl)
      .get(`${elements}/1`)
      .reply(status, (request: Request) => {
        bearers.push(request.headers.get('authorization'));
        return refused(code);
      })
      .get(`${elements}/1`)
      .reply(200, (request: Request) => {
        bearers.push(request.headers.get('authorization'));
        return success(task);
      });
    let clock = time;
    const { client, slept } = clientWith({ credential, now: () => (clock += 1000) });
    if (retry === 'no') {
      expect(await problemOf(client.task('1'))).toMatchObject({ klingCode: code, requestId: 'r-9' });
      expect(bearers).toHaveLength(1);
      return;
    }
    await expect(client.task('1')).resolves.toMatchObject({ id: '856528333369769993' });
    expect(slept).toEqual(retry === 'yes' ? [1000] : []);
    expect(bearers[0] === bearers[1]).toBe(retry === 'yes');
  });

  test.each(rows)(
    'a create that fails with HTTP %i, code %i, is retried: %s',
    async (status, code, retry) => {
      const scope = nock(baseUrl)
        .post(elements, body[0])
        .reply(status, refused(code))
        .post(elements, body[0])
        .reply(200, success(task));
      const { client } = clientWith();
      const call = client.createElement(body, 'mine');
      if (retry === 'no') {
        expect(await problemOf(call)).toMatchObject({ klingCode: code });
        expect(scope.pendingMocks()).toHaveLength(1);
      } else {
        await expect(call).resolves.toMatchObject({ repeated: false });
        expect(scope.isDone()).toBe(true);
      }
    },
  );

  test('a retry waits for as long as Retry-After says', async () => {
    nock(baseUrl)
      .get(`${elements}/1`)
      .reply(429, refused(1302), { 'Retry-After': '7' })
      .get(`${elements}/1`)
      .reply(503, refused(5001), { 'Retry-After': 'Thu, 01 Jan 2026 00:00:09 GMT' })
      .get(`${elements}/1`)
      .reply(200, success(task));
    const { client, slept } = clientWith();
    await client.task('1');
    expect(slept).toEqual([7000, 2000]);
  });

  test('a response that is an HTML page is a problem', async () => {
    nock(baseUrl).get(`${elements}/1`).times(5).reply(200, '<html></html>');
    expect(await problemOf(clientWith().client.task('1'))).toMatchObject({
      kind: 'UNAVAILABLE',
      klingCode: null,
    });
  });
});

describe('exactly once', () => {
  const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });

  test('a create whose first response is lost finds its element under the external ID', async () => {
    const scope = nock(baseUrl)
      .post(elements, body[0])
      .replyWithError(reset)
      .post(elements, body[0])
      .reply(400, duplicate)
      .get(`${elements}/mine`)
      .reply(200, success({ ...task, task_status: 'processing' }));
    await expect(clientWith().client.createElement(body, 'mine')).resolves.toMatchObject({
      repeated: false,
      task: { id: '856528333369769993', status: 'PROCESSING' },
    });
    expect(scope.isDone()).toBe(true);
  });

  test('a create that an earlier call has already made is marked as repeated', async () => {
    nock(baseUrl).post(elements).reply(400, duplicate).get(`${elements}/mine`).reply(200, success(task));
    await expect(clientWith().client.createElement(body, 'mine')).resolves.toMatchObject({ repeated: true });
  });

  test('a create that never gets a response is a problem that names the external ID', async () => {
    nock(baseUrl).post(elements).times(5).replyWithError(reset);
    const problem = await problemOf(clientWith().client.createElement(body, 'mine'));
    expect(problem).toMatchObject({ kind: 'UNAVAILABLE', retryable: true });
    expect(problem.message).toContain('external ID mine');
  });

  test('a delete whose first response is lost succeeds', async () => {
    const path = '/v1/general/delete-advanced-elements';
    const sent = { element_id: '856528387816046601' };
    const scope = nock(baseUrl)
      .post(path, sent)
      .reply(502, '<html></html>')
      .post(path, sent)
      .reply(400, { code: 1201, message: 'Element already be deleted for id: 856528387816046601' });
    await clientWith().client.deleteElement('856528387816046601');
    expect(scope.isDone()).toBe(true);
  });

  test('deleting an element that is already deleted is a problem', async () => {
    nock(baseUrl)
      .post(/delete/)
      .reply(400, { code: 1201, message: 'Element already be deleted for id: 1' });
    expect(await problemOf(clientWith().client.deleteElement('1'))).toMatchObject({
      kind: 'ALREADY_DELETED',
    });
  });
});

describe('when the gateway closes', () => {
  function closingClient(response: KlingResponse) {
    const controller = new AbortController();
    return createKlingClient({
      baseUrl,
      credential: { apiKey: 'sk-secret' },
      log: pino({ level: 'silent' }),
      signal: controller.signal,
      transport: () => {
        controller.abort();
        return Promise.resolve(response);
      },
      retryPolicy: { attempts: 5, baseDelayMs: 3_600_000, maxDelayMs: 3_600_000 },
    });
  }

  const errorOf = (call: Promise<unknown>) => call.catch((error: unknown) => error);

  test('closing the gateway ends the delay before a retry with a problem that says what to do', async () => {
    const busy = closingClient({ status: 503, text: '' });
    const create = await errorOf(busy.createElement(body, 'mine'));
    expect(create).toMatchObject({
      problem: { kind: 'UNAVAILABLE', retryable: true, outcome: 'UNKNOWN', externalId: 'mine' },
    });
    expect(create).toHaveProperty(
      'message',
      expect.stringMatching(
        /^The gateway is shutting down; .* external ID mine, which creates it only once\.$/,
      ),
    );
    expect(await errorOf(busy.deleteElement('1'))).toMatchObject({
      problem: { kind: 'UNAVAILABLE', outcome: 'UNKNOWN' },
    });
    expect(await errorOf(busy.task('1'))).toMatchObject({
      problem: { kind: 'UNAVAILABLE', outcome: 'NOT_DONE' },
    });
  });

  test('a refusal that arrives before the gateway closes keeps its problem', async () => {
    const refusing = closingClient({ status: 400, text: JSON.stringify({ code: 1201, message: 'bad' }) });
    expect(await errorOf(refusing.createElement(body, 'mine'))).toMatchObject({
      problem: { kind: 'INVALID', outcome: 'NOT_DONE' },
    });
  });
});
