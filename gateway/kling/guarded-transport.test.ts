import { describe, expect, test } from '@jest/globals';
import { type KlingResponse, NoAnswer, requests } from '@kling-elements/validation';

import { CircuitBreaker } from './circuit-breaker.ts';
import { guardedTransport } from './guarded-transport.ts';
import { NotSentError } from './not-sent-error.ts';

const ok: KlingResponse = { status: 200, text: '{"code":0}' };
const refused: KlingResponse = { status: 400, text: '{"code":1201}' };
const broken: KlingResponse = { status: 503, text: '{"code":5001}' };
const page: KlingResponse = { status: 200, text: '<html></html>' };
const tooMany = (retryAfter?: string): KlingResponse => ({ status: 429, text: '{"code":1302}', retryAfter });

const look = requests.task('1');
const create = requests.createElement(['{}']);

function guarded() {
  let time = 1_000_000;
  let answer: KlingResponse | Promise<KlingResponse> | 'silence' = ok;
  const told: string[] = [];
  const slept: number[] = [];
  const closing = new AbortController();
  const now = () => time;
  const random = () => 0;
  const write = (_: object, message: string) => told.push(message);
  const circuit = new CircuitBreaker({ log: { info: write, warn: write }, now, random });
  let sent = 0;
  const send = guardedTransport(
    async () => {
      sent += 1;
      if (answer === 'silence') throw new NoAnswer('ECONNREFUSED');
      return await answer;
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
    told,
    slept,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    answers: (next: typeof answer) => {
      answer = next;
    },
    /** How many calls went out for these. */
    call: async (request = look, times = 1) => {
      const before = sent;
      for (let index = 0; index < times; index += 1) {
        await send(request, { renewCredential: false }).catch(() => undefined);
      }
      return sent - before;
    },
    ask: (request = look) => send(request, { renewCredential: false }),
  };
}

describe('the circuit', () => {
  test.each([
    ['no answer', 'silence'],
    ['5xx', broken],
    ['a page', page],
  ] as const)(
    'opens after ten failures in a row (%s), and then refuses looks without a call',
    async (_, answer) => {
      const { circuit, answers, call, ask, told } = guarded();
      answers(answer);
      expect(await call(look, 9)).toBe(9);
      expect(circuit.state).toBe('CLOSED');
      expect(await call(look, 5)).toBe(1);
      expect(circuit.state).toBe('OPEN');
      await expect(ask()).rejects.toMatchObject({
        problem: {
          kind: 'UNAVAILABLE',
          retryable: true,
          message: expect.stringContaining('try again in 1 s'),
        },
        unclear: false,
        retryAt: 1_001_000,
      });
      expect(told).toEqual(['Kling does not answer; calls are refused here until it does.']);
    },
  );

  test.each([
    ['an answer', ok],
    ['a refusal', refused],
    ['too many requests', tooMany()],
  ])('stays closed when %s comes between', async (_, between) => {
    const { circuit, answers, call } = guarded();
    for (let round = 0; round < 3; round += 1) {
      answers('silence');
      await call(look, 9);
      answers(between);
      await call();
    }
    expect(circuit.state).toBe('CLOSED');
  });

  test('lets one call out after a pause that grows, and closes by itself', async () => {
    const { circuit, answers, call, ask, pass, told } = guarded();
    answers('silence');
    await call(look, 10);
    pass(1000);
    expect(await call(look, 3)).toBe(1);
    pass(1999);
    expect(await call()).toBe(0);
    pass(1);
    const held = Promise.withResolvers<KlingResponse>();
    answers(held.promise);
    const probe = ask();
    expect(circuit.state).toBe('HALF_OPEN');
    expect(await call(look, 3)).toBe(0);
    held.resolve(refused);
    expect(await probe).toBe(refused);
    expect(circuit.state).toBe('CLOSED');
    expect(told.slice(-2)).toEqual([
      'Kling is asked whether it answers again.',
      'Kling answers again; calls go out as usual.',
    ]);
  });

  test('waits half a minute or so at most', async () => {
    const { answers, call, pass } = guarded();
    answers('silence');
    await call(look, 10);
    for (let probe = 0; probe < 40; probe += 1) {
      pass(30_000);
      expect(await call(look, 2)).toBe(1);
    }
  });

  test('does not come between the attempts of a call that changes something', async () => {
    const { circuit, answers, call } = guarded();
    answers('silence');
    await call(look, 10);
    expect(() => {
      circuit.check();
    }).toThrow(NotSentError);
    expect(await call(create, 2)).toBe(2);
    answers(ok);
    expect(await call(create)).toBe(1);
    expect(circuit.state).toBe('CLOSED');
  });

  test('learns nothing from what a close cuts off', async () => {
    const { circuit, answers, call, closing } = guarded();
    closing.abort();
    answers('silence');
    await call(look, 20);
    expect(circuit.state).toBe('CLOSED');
  });
});

describe('too many requests', () => {
  test.each([
    ['as long as Retry-After says', '7', 7000],
    ['a second where it says nothing', undefined, 1000],
  ])('makes every look wait %s, whichever call was told', async (_, retryAfter, ms) => {
    const { answers, call, slept } = guarded();
    answers(tooMany(retryAfter));
    await call(create);
    answers(ok);
    expect(await call(look, 2)).toBe(2);
    expect(slept).toEqual([ms]);
  });

  test('with a long Retry-After refuses looks, and says until when', async () => {
    const { answers, call, ask } = guarded();
    answers(tooMany('90'));
    await call(create);
    await expect(ask()).rejects.toMatchObject({
      problem: { kind: 'RATE_LIMIT', message: expect.stringContaining('in 90 s') },
    });
  });

  test('of tasks (1303) makes no look wait', async () => {
    const { answers, call, slept } = guarded();
    answers({ status: 429, text: '{"code":1303}', retryAfter: '5' });
    await call(create);
    answers(ok);
    await call();
    expect(slept).toEqual([]);
  });
});
