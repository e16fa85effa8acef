import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseJson, readCallback, readSecret, verifySignature } from '@kling-elements/validation';

import { type Sandbox, type SandboxOptions, startSandbox } from '../index.ts';
import { clientOf, createBody, textOf } from '../testing/client.ts';
import { startReceiver } from '../testing/receiver.ts';

const secret = `whsec_${Buffer.from('a secret of the sandbox').toString('base64')}`;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let sandbox: Sandbox;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

/** A sandbox with one held task whose callbacks have not been sent yet. */
async function start(options: SandboxOptions = {}, fields: Record<string, unknown> = {}) {
  sandbox = await startSandbox({ hold: true, seed: 4, ...options });
  const kling = clientOf(sandbox);
  const { body } = await kling.create(
    createBody({ callback_url: `${receiver.url}/hook`, tag_list: [{ tag_id: 'o_103' }], ...fields }),
  );
  return { kling, id: textOf(body.data?.task_id) };
}

const bodies = () =>
  receiver.received.map(({ body }) => parseJson(body.toString('utf8')) as Record<string, unknown>);
const statuses = () => bodies().map((body) => body.task_status ?? body.status);

describe('a callback (section 7)', () => {
  test('a callback is sent at every change, in order', async () => {
    const { id } = await start();
    sandbox.advance(id, 'processing');
    sandbox.advance(id, 'succeed');
    await receiver.count(3);
    expect(statuses()).toEqual(['submitted', 'processing', 'succeed']);
    expect(receiver.received[0]?.path).toBe('/hook');
    expect(receiver.received[0]?.headers['content-type']).toBe('application/json');
  });

  test('a callback has no envelope; its legacy shape is the task as GET returns it', async () => {
    const { id, kling } = await start({}, { external_task_id: 'mine' });
    sandbox.advance(id, 'succeed');
    await receiver.count(2);
    const { body } = await kling.task(id);
    expect(bodies()[1]).toEqual(body.data);
    expect(receiver.received[1]?.body.toString('utf8')).toMatch(/"element_id":\d{18},/);
  });

  test('a callback in the new shape uses the new field names', async () => {
    const { id } = await start({ callbackShape: 'new' }, { external_task_id: 'mine' });
    sandbox.advance(id, 'succeed');
    await receiver.count(2);
    expect(bodies()[0]).toMatchObject({
      id,
      status: 'submitted',
      external_id: 'mine',
      outputs: [],
      message: '',
    });
    expect(bodies()[1]).toEqual({
      id,
      status: 'succeeded',
      message: '',
      external_id: 'mine',
      create_time: expect.any(Number),
      update_time: expect.any(Number),
      outputs: [
        {
          type: 'element',
          id: sandbox.task(id)?.madeId,
          name: 'Fox',
          description: 'A fox in a red coat',
          element_type: 'multi_image_elements',
          materials: [
            { type: 'image', role: 'frontal', url: expect.stringContaining('/cdn/') },
            { type: 'image', role: 'refer', url: expect.stringContaining('/cdn/') },
          ],
          owned_by: '855722760281784413',
          status: 'succeeded',
          tags: [{ id: 'o_103', name: 'Animal', description: 'None' }],
        },
      ],
    });
  });

  test.each(['legacy', 'new'] as const)(
    'of the %s shape is read by the shared package',
    async (callbackShape) => {
      const { id } = await start({ callbackShape });
      sandbox.advance(id, 'failed', 'No face was found');
      await receiver.count(2);
      expect(readCallback(receiver.received[1]?.body ?? Buffer.alloc(0))).toMatchObject({
        id,
        status: 'FAILED',
        statusMessage: 'No face was found',
      });
    },
  );

  test('a callback is not signed without a secret', async () => {
    await start();
    const [first] = await receiver.count(1);
    expect(Object.keys(first?.headers ?? {}).filter((name) => name.startsWith('webhook-'))).toEqual([]);
  });

  test('a callback is signed with each secret, over the raw body', async () => {
    const older = `whsec_${Buffer.from('the secret before').toString('base64')}`;
    await start({ webhookSecret: `${secret} ${older}` });
    const [first] = await receiver.count(1);
    if (first === undefined) throw new Error('No callback');
    for (const one of [secret, older]) {
      expect(verifySignature(first, [readSecret(one)], Date.now())).toMatchObject({ ok: true });
    }
    expect(String(first.headers['webhook-signature']).split(' ')).toHaveLength(2);
  });

  test('a callback is attempted once, and its result is reported', async () => {
    await receiver.close();
    receiver = await startReceiver(() => ({ status: 500 }));
    sandbox = await startSandbox({ hold: true });
    const reported = sandbox.once('callback');
    await clientOf(sandbox).create(createBody({ callback_url: `${receiver.url}/hook` }));
    expect(await reported).toMatchObject({ outcome: 'sent', httpStatus: 500, status: 'submitted' });
    expect(receiver.received).toHaveLength(1);
  });

  test('a callback that nobody answers is unanswered; one to another machine is withheld', async () => {
    const nobody = await startReceiver();
    await nobody.close();
    sandbox = await startSandbox({ hold: true });
    const reported = sandbox.once('callback');
    await clientOf(sandbox).create(createBody({ callback_url: nobody.url }));
    expect((await reported).outcome).toBe('unanswered');
    const next = sandbox.once('callback');
    await clientOf(sandbox).create(createBody({ callback_url: 'https://example.com/hook' }));
    expect((await next).outcome).toBe('withheld');
  });
});

describe('faults of callbacks', () => {
  test('a lost callback is never sent', async () => {
    const { id } = await start({
      faults: [{ kind: 'callback', how: 'lost', status: 'processing' }],
    });
    sandbox.advance(id, 'processing');
    sandbox.advance(id, 'succeed');
    await receiver.count(2);
    expect(statuses()).toEqual(['submitted', 'succeed']);
    expect(sandbox.callbacks.find(({ outcome }) => outcome === 'lost')?.status).toBe('processing');
  });

  test('a doubled callback sends the same message twice', async () => {
    const { id } = await start({ webhookSecret: secret });
    sandbox.faults.add({ kind: 'callback', how: 'doubled' });
    sandbox.advance(id, 'succeed');
    await receiver.count(3);
    expect(statuses()).toEqual(['submitted', 'succeed', 'succeed']);
    expect(receiver.received[1]?.headers['webhook-id']).toBe(receiver.received[2]?.headers['webhook-id']);
  });

  test('a reordered callback follows the next one', async () => {
    const { id } = await start({ faults: [{ kind: 'callback', how: 'reordered', skip: 1 }] });
    sandbox.advance(id, 'processing');
    sandbox.advance(id, 'succeed');
    await receiver.count(3);
    expect(statuses()).toEqual(['submitted', 'succeed', 'processing']);
  });

  test('a late callback is delayed', async () => {
    const { id } = await start({ faults: [{ kind: 'callback', how: 'late', ms: 50 }] });
    sandbox.advance(id, 'succeed');
    await receiver.count(2);
    expect(statuses()).toEqual(['succeed', 'submitted']);
  });
});

describe('sendCallback', () => {
  test("sendCallback without a task sends the console's test callback", async () => {
    sandbox = await startSandbox({ webhookSecret: secret });
    const entry = await sandbox.sendCallback({ url: receiver.url });
    expect(entry).toMatchObject({ outcome: 'sent', httpStatus: 200, taskId: undefined });
    expect(bodies()).toEqual([
      {
        id: expect.any(String),
        status: 'submitted',
        outputs: [],
        message: '',
        create_time: expect.any(Number),
        update_time: expect.any(Number),
      },
    ]);
  });

  test('sendCallback can report an earlier status, in either shape', async () => {
    const { id } = await start();
    sandbox.advance(id, 'succeed');
    await receiver.count(2);
    await sandbox.sendCallback({ task: id, status: 'processing', shape: 'new' });
    expect(bodies()[2]).toMatchObject({ id, status: 'processing', outputs: [] });
  });

  test('sendCallback can send forged, stale, unsigned and malformed callbacks', async () => {
    sandbox = await startSandbox({ webhookSecret: secret });
    const { url } = receiver;
    const other = `whsec_${Buffer.from('somebody else').toString('base64')}`;
    await sandbox.sendCallback({ url, secret: other });
    await sandbox.sendCallback({ url, time: Date.now() - 6 * 60 * 1000 });
    await sandbox.sendCallback({ url, signed: false, body: '{nonsense' });
    const verdicts = receiver.received.map((one) => verifySignature(one, [readSecret(secret)], Date.now()));
    expect(verdicts).toEqual([
      { ok: false, reason: 'FORGED' },
      { ok: false, reason: 'STALE' },
      { ok: false, reason: 'UNSIGNED' },
    ]);
    expect(receiver.received[2]?.body.toString('utf8')).toBe('{nonsense');
  });

  test('sendCallback without a target fails', async () => {
    sandbox = await startSandbox();
    await expect(sandbox.sendCallback({})).rejects.toThrow('no URL');
    await expect(sandbox.sendCallback({ task: 'nothing' })).rejects.toThrow('No task');
  });
});
