import { describe, expect, test } from '@jest/globals';
import { type KlingResponse, NoResponseError, requests } from '@kling-elements/validation';

import { CircuitBreaker } from './circuit-breaker.ts';
import { guardedTransport } from './guarded-transport.ts';
import { NotSentError } from './not-sent-error.ts';

const ok: KlingResponse = { status: 200, text: '{"code":0}' };
const refused: KlingResponse = { status: 400, text: '{"code":1201}' };
const broken: KlingResponse = { status: 503, text: '{"code":5001}' };
const page: KlingResponse = { status: 200, text: '<html></html>' };
const tooMany = (retryAfter?: string): KlingResponse => ({ status: 429, text: '{"code":1302}', retryAfter });

const fetchTask = requests.task('1');
const create = requests.createElement(['{}']);

function guarded() {
  let time = 1_000_000;
  let response: KlingResponse | Promise<KlingResponse> | 'silence' = ok;
  const logged: string[] = [];
  const slept: number[] = [];
  const closing = new AbortController();
  const now = () => time;
  const random = () => 0;
  const write = (_: object, message: string) => logged.push(message);
  const circuit = new CircuitBreaker({ log: { info: write, warn: write }, now, random });
  let sent = 0;
  const transport = guardedTransport(
    async () => {
      sent += 1;
      if (response === 'silence') throw new NoResponseError('ECONNREFUSED');
      return await response;
    },
    {
      circuit,
      signal: closing.signal,
      now,
      random,
      sleep: (milliseconds) => {
        slept.push(milliseconds);
        time += milliseconds;
        return Promise.resolve();
      },
    },
  );
  return {
    circuit,
    closing,
    logged,
    slept,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    respondWith: (next: typeof response) => {
      response = next;
    },
    /** @returns how many calls were sent */
    call: async (request = fetchTask, times = 1) => {
      const before = sent;
      for (let index = 0; index < times; index += 1) {
        await transport(request, { renewCredential: false }).catch(() => undefined);
      }
      return sent - before;
    },
    send: (request = fetchTask) => transport(request, { renewCredential: false }),
  };
}

describe('the circuit', () => {
  test.each([
    ['no response', 'silence'],
    ['5xx', broken],
    ['an HTML page', page],
  ] as const)(
    'the circuit opens after ten failures in a row (%s) and then refuses GETs without sending them',
    async (_, response) => {
      const { circuit, respondWith, call, send, logged } = guarded();
      respondWith(response);
      expect(await call(fetchTask, 9)).toBe(9);
      expect(circuit.state).toBe('CLOSED');
      expect(await call(fetchTask, 5)).toBe(1);
      expect(circuit.state).toBe('OPEN');
      await expect(send()).rejects.toMatchObject({
        problem: {
          kind: 'UNAVAILABLE',
          retryable: true,
          message: expect.stringContaining('try again in 1 s'),
          outcome: 'NOT_DONE',
          retryAfterSeconds: 1,
        },
        retryAt: 1_001_000,
      });
      expect(logged).toEqual(['Kling does not respond; calls are refused until it does.']);
    },
  );

  test.each([
    ['a response', ok],
    ['a refusal', refused],
    ['too many requests', tooMany()],
  ])('the circuit stays closed when failures are interrupted by %s', async (_, between) => {
    const { circuit, respondWith, call } = guarded();
    for (let round = 0; round < 3; round += 1) {
      respondWith('silence');
      await call(fetchTask, 9);
      respondWith(between);
      await call();
    }
    expect(circuit.state).toBe('CLOSED');
  });

  test('an open circuit sends one probe after a growing delay, and closes when Kling responds', async () => {
    const { circuit, respondWith, call, send, pass, logged } = guarded();
    respondWith('silence');
    await call(fetchTask, 10);
    pass(1000);
    expect(await call(fetchTask, 3)).toBe(1);
    pass(1999);
    expect(await call()).toBe(0);
    pass(1);
    const pending = Promise.withResolvers<KlingResponse>();
    respondWith(pending.promise);
    const probe = send();
    expect(circuit.state).toBe('HALF_OPEN');
    expect(await call(fetchTask, 3)).toBe(0);
    pending.resolve(refused);
    expect(await probe).toBe(refused);
    expect(circuit.state).toBe('CLOSED');
    expect(logged.slice(-2)).toEqual([
      'Checking whether Kling responds again.',
      'Kling responds again; calls are sent as usual.',
    ]);
  });

  test('the delay before a probe is at most 45 s', async () => {
    const { respondWith, call, pass } = guarded();
    respondWith('silence');
    await call(fetchTask, 10);
    for (let probe = 0; probe < 40; probe += 1) {
      pass(30_000);
      expect(await call(fetchTask, 2)).toBe(1);
    }
  });

  test('an open circuit does not interrupt the attempts of a create', async () => {
    const { circuit, respondWith, call } = guarded();
    respondWith('silence');
    await call(fetchTask, 10);
    expect(() => {
      circuit.throwIfOpen();
    }).toThrow(NotSentError);
    expect(await call(create, 2)).toBe(2);
    respondWith(ok);
    expect(await call(create)).toBe(1);
    expect(circuit.state).toBe('CLOSED');
  });

  test('calls that a close aborts do not count as failures', async () => {
    const { circuit, respondWith, call, closing } = guarded();
    closing.abort();
    respondWith('silence');
    await call(fetchTask, 20);
    expect(circuit.state).toBe('CLOSED');
  });
});

describe('too many requests', () => {
  test.each([
    ['for as long as Retry-After says', '7', 7000],
    ['for a second without Retry-After', undefined, 1000],
  ])('after "too many requests" to any call, every GET waits %s', async (_, retryAfter, ms) => {
    const { respondWith, call, slept } = guarded();
    respondWith(tooMany(retryAfter));
    await call(create);
    respondWith(ok);
    expect(await call(fetchTask, 2)).toBe(2);
    expect(slept).toEqual([ms]);
  });

  test('a long Retry-After makes GETs fail, with the time to try again', async () => {
    const { respondWith, call, send } = guarded();
    respondWith(tooMany('90'));
    await call(create);
    await expect(send()).rejects.toMatchObject({
      problem: { kind: 'RATE_LIMIT', message: expect.stringContaining('in 90 s') },
    });
  });

  test('too many tasks (1303) makes no GET wait', async () => {
    const { respondWith, call, slept } = guarded();
    respondWith({ status: 429, text: '{"code":1303}', retryAfter: '5' });
    await call(create);
    respondWith(ok);
    await call();
    expect(slept).toEqual([]);
  });
});
