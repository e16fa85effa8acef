import { afterEach, describe, expect, test } from '@jest/globals';

import { type FaultInput, type Sandbox, type SandboxOptions, startSandbox } from '../index.ts';
import { Faults } from './faults.ts';
import { clientOf, createBody } from '../testing/client.ts';

let sandbox: Sandbox | undefined;
afterEach(async () => {
  await sandbox?.close();
  sandbox = undefined;
});

async function start(options: SandboxOptions = {}) {
  sandbox = await startSandbox({ hold: true, seed: 3, ...options });
  return { box: sandbox, kling: clientOf(sandbox) };
}

describe('response faults', () => {
  test('a response lost before the effect leaves no task', async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'lost-answer', on: 'create', when: 'before' });
    await expect(kling.create()).rejects.toThrow();
    expect(box.tasks()).toHaveLength(0);
    expect((await kling.create()).status).toBe(200);
  });

  test('after a response lost behind the effect, the task exists and the same body is a duplicate', async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'lost-answer', on: 'create', when: 'after', times: 2 });
    const body = createBody({ external_task_id: 'once' });
    await expect(kling.create(body)).rejects.toThrow();
    await expect(kling.create(body)).rejects.toThrow();
    expect((await kling.create(body)).body.message).toBe('External_task_id once already exists');
    expect((await kling.task('once')).body.data?.task_status).toBe('submitted');
    expect(box.tasks()).toHaveLength(1);
    expect(box.requests.map(({ status, fault }) => [status, fault])).toEqual([
      [undefined, 'lost-answer'],
      [undefined, 'lost-answer'],
      [400, undefined],
      [200, undefined],
    ]);
  });

  test.each([
    [5000, 500],
    [5001, 503],
    [5002, 504],
    [1302, 429],
    [1303, 429],
    [1304, 429],
    [1100, 429],
    [1103, 403],
    [1301, 400],
  ] as const)('it is an error: code %i comes with HTTP %i', async (code, status) => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'error', code, message: 'As asked for' });
    const answer = await kling.list();
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ code, message: 'As asked for', request_id: expect.any(String) });
    expect(answer.headers.get('retry-after')).toBeNull();
  });

  test('an error response after the effect leaves the task created', async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'error', code: 5000, when: 'after' });
    expect((await kling.create()).status).toBe(500);
    expect(box.tasks()).toHaveLength(1);
  });

  test('an error fault can carry Retry-After', async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'error', code: 1302, retryAfter: 2 });
    expect((await kling.list()).headers.get('retry-after')).toBe('2');
  });

  test("an html fault responds with a CDN's page", async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'html' });
    const { status, headers, text } = await kling.list();
    expect(status).toBe(502);
    expect(headers.get('content-type')).toBe('text/html');
    expect(text).toContain('<h1>502 Bad Gateway</h1>');
  });

  test('a no-answer fault sends nothing, and closing the sandbox ends the wait', async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'no-answer', when: 'after' });
    const created = box.once('task');
    const answer = kling.create().then(
      () => 'answered',
      () => 'ended',
    );
    await created;
    await box.close();
    expect(await answer).toBe('ended');
  });

  test('a delay fault postpones the response', async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'delay', ms: 60_000, on: 'create', when: 'after' });
    const created = box.once('task');
    const late = kling.create().then(
      () => 'answered',
      () => 'ended',
    );
    await created;
    expect((await kling.list()).body.data).toHaveLength(1);
    expect(box.requests[0]?.status).toBeUndefined();
    await box.close();
    expect(await late).toBe('ended');
  });

  test('a request delayed for a moment is still answered', async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'delay', ms: 5 });
    expect((await kling.list()).status).toBe(200);
    expect(box.requests[0]?.fault).toBe('delay');
  });
});

describe('task faults', () => {
  test('a failed-task fault fails the task with its message', async () => {
    const { box, kling } = await start({ hold: false, taskMs: 15 });
    box.faults.add({ kind: 'failed-task', message: 'No face was found' });
    const failed = box.once('task', ({ status }) => status === 'failed');
    await kling.create();
    expect((await failed).message).toBe('No face was found');
    const succeeded = box.once('task', ({ status }) => status === 'succeed');
    await kling.create();
    await succeeded;
  });
});

describe('matching calls', () => {
  test('a fault applies to the named operation only, after `skip` calls, `times` times', async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'error', code: 5000, on: ['task', 'tasks'], skip: 1, times: 2 });
    const statuses = [];
    for (let count = 0; count < 5; count += 1) {
      statuses.push((await kling.list()).status);
      statuses.push((await kling.get('/v1/general/presets-voices')).status);
    }
    expect(statuses).toEqual([200, 200, 500, 200, 500, 200, 200, 200, 200, 200]);
  });

  test('a request with bad credentials does not use up a fault', async () => {
    const { box, kling } = await start();
    box.faults.add({ kind: 'error', code: 5000 });
    expect((await clientOf(box, 'Bearer !').list()).status).toBe(401);
    expect((await kling.list()).status).toBe(500);
  });

  test('no fault applies after clear', async () => {
    const { box, kling } = await start({ faults: [{ kind: 'html', times: 9 }] });
    expect(box.faults.list).toHaveLength(1);
    box.faults.clear();
    expect((await kling.list()).status).toBe(200);
  });

  test('an invalid fault is refused', async () => {
    const { box } = await start();
    const nonsense = { kind: 'error', code: 9999 } as unknown as FaultInput;
    expect(() => {
      box.faults.add({ kind: 'html' }, nonsense);
    }).toThrow('must be one of 1000');
    expect(box.faults.list).toHaveLength(0);
  });
});

describe('probabilities', () => {
  const mixture: FaultInput[] = [
    { kind: 'lost-answer', when: 'after', probability: 0.1 },
    { kind: 'html', probability: 0.05 },
    { kind: 'error', code: 1303, probability: 0.25 },
  ];
  const outcomes = (seed: number, keys: readonly string[]) => {
    const faults = new Faults(seed);
    faults.add(...mixture);
    return new Map(keys.map((key) => [key, faults.forAnswer('create', key)?.kind]));
  };
  const keys = Array.from({ length: 4000 }, (_, index) => `key-${index}`);

  test('a fault with a probability depends on the seed and the subject of the call, not on the order of calls', () => {
    const forwards = outcomes(7, keys);
    const backwards = outcomes(7, keys.toReversed());
    for (const key of keys) expect(backwards.get(key)).toBe(forwards.get(key));
    expect([...outcomes(8, keys).values()]).not.toEqual([...forwards.values()]);
  });

  test('each of several faults applies at the rate of its own probability', () => {
    const found = [...outcomes(7, keys).values()];
    const share = (kind: string) => found.filter((one) => one === kind).length / keys.length;
    expect(share('lost-answer')).toBeCloseTo(0.1, 1);
    expect(share('html')).toBeCloseTo(0.05, 1);
    expect(share('error')).toBeCloseTo(0.25, 1);
    expect(found.filter((one) => one === undefined).length / keys.length).toBeCloseTo(0.6, 1);
  });

  test('a repeated call is drawn again', () => {
    const faults = new Faults(7);
    faults.add({ kind: 'html', probability: 0.5 });
    const drawn = Array.from({ length: 100 }, () => faults.forAnswer('create', 'same') !== undefined);
    expect(new Set(drawn).size).toBe(2);
  });
});
