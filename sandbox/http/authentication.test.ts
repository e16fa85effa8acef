import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signToken } from '@kling-elements/validation';

import { type Sandbox, startSandbox } from '../index.ts';
import { clientOf } from '../testing/client.ts';

const now = 1_800_000_000_000;
const pair = { accessKey: 'sandbox-access', secretKey: 'sandbox-secret' };
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ now: () => now });
});
afterAll(() => sandbox.close());

/** The free call of section 1 that tests a credential. */
async function tryOut(authorization: string, where = sandbox) {
  const { status, body } = await clientOf(where, authorization).get(
    '/v1/general/advanced-presets-elements?pageNum=1&pageSize=1',
  );
  return { status, code: body.code };
}

describe('section 1 and the 401s of section 5', () => {
  test('live: an API key is accepted', async () => {
    expect(await tryOut('Bearer sandbox-key')).toEqual({ status: 200, code: 0 });
  });

  test('live: a JWT signed with an access key and secret key is accepted', async () => {
    expect(await tryOut(`Bearer ${signToken(pair, now)}`)).toEqual({ status: 200, code: 0 });
  });

  test.each([
    ['nothing', '', 1001],
    ['an empty token', 'Bearer ', 1001],
    ['another scheme', 'Basic c2FuZGJveC1rZXk=', 1002],
    ['a key without scheme', 'sandbox-key', 1002],
    ['a malformed key (live)', 'Bearer not!a!key', 1002],
    ['a key in two parts', 'Bearer abcdefgh.ijklmnop', 1002],
    ['a token of rubbish', 'Bearer a.b.c', 1002],
    ['an unknown access key', `Bearer ${signToken({ ...pair, accessKey: 'other' }, now)}`, 1002],
    ['another secret key', `Bearer ${signToken({ ...pair, secretKey: 'other' }, now)}`, 1000],
    ['a token that is not valid yet', `Bearer ${signToken(pair, now + 6000)}`, 1003],
    ['a token that has expired', `Bearer ${signToken(pair, now - 1_800_000)}`, 1004],
  ])('%s is refused', async (_, authorization, code) => {
    expect(await tryOut(authorization)).toEqual({ status: 401, code });
  });

  test('the error for a malformed key mentions token parts and has no data', async () => {
    const { body } = await clientOf(sandbox, 'Bearer x').get('/v1/general/custom-voices');
    expect(body).toEqual({
      code: 1002,
      message: expect.stringContaining('3 parts'),
      request_id: expect.any(String),
    });
  });

  test('the accepted API keys can be restricted', async () => {
    const strict = await startSandbox({ apiKeys: ['only-this-one'], keyPairs: [] });
    expect(await tryOut('Bearer only-this-one', strict)).toEqual({ status: 200, code: 0 });
    expect(await tryOut('Bearer sandbox-key', strict)).toEqual({ status: 401, code: 1002 });
    expect(await tryOut(`Bearer ${signToken(pair, now)}`, strict)).toEqual({ status: 401, code: 1002 });
    await strict.close();
  });
});
