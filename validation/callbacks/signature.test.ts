import { describe, expect, test } from '@jest/globals';

import { readSecret, readSecrets, signCallback, verifySignature } from './signature.ts';

const now = 1_722_769_557_708;
const secret = readSecret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
const other = readSecret('whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=');
const body = new TextEncoder().encode('{"id":"856528333369769993","status":"succeeded"}');
const signed = (secrets = [secret], at = now, bytes = body) => signCallback('msg_1', bytes, secrets, at);

test('a known message of the Standard Webhooks scheme verifies', () => {
  const payload = new TextEncoder().encode('{"test": 2432232314}');
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  };
  expect(verifySignature({ headers, body: payload }, [secret], 1_614_265_330_000)).toEqual({
    ok: true,
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  });
});

describe('accepted', () => {
  test.each([
    ['as signed', signed(), [secret]],
    ['by the older of two secrets in rotation', signed([secret]), [other, secret]],
    ['with two signatures of which one matches', signed([other, secret]), [secret]],
    [
      'next to signatures of other versions',
      { ...signed(), 'webhook-signature': `v1a,xx ${signed()['webhook-signature']}` },
      [secret],
    ],
    ['five minutes old', signed([secret], now - 299_000), [secret]],
    ['five minutes ahead', signed([secret], now + 299_000), [secret]],
    [
      'with other letters in the header names',
      {
        'Webhook-Id': 'msg_1',
        'WEBHOOK-TIMESTAMP': signed()['webhook-timestamp'],
        'Webhook-Signature': signed()['webhook-signature'],
      },
      [secret],
    ],
  ])('a callback %s is accepted', (_, headers, secrets) => {
    expect(verifySignature({ headers, body }, secrets, now)).toEqual({ ok: true, id: 'msg_1' });
  });
});

describe('refused', () => {
  const good = signed();
  test.each([
    ['no header at all', {}, 'UNSIGNED'],
    ['no id', { ...good, 'webhook-id': undefined }, 'MALFORMED'],
    ['no time', { ...good, 'webhook-timestamp': undefined }, 'MALFORMED'],
    ['no signature', { ...good, 'webhook-signature': undefined }, 'MALFORMED'],
    ['a time that is no number', { ...good, 'webhook-timestamp': 'yesterday' }, 'MALFORMED'],
    ['a time in exponents', { ...good, 'webhook-timestamp': '1e9' }, 'MALFORMED'],
    ['two ids', { ...good, 'webhook-id': ['a', 'b'] }, 'MALFORMED'],
    ['too old', signed([secret], now - 301_000), 'STALE'],
    ['too far ahead', signed([secret], now + 302_000), 'STALE'],
    ['another id', { ...good, 'webhook-id': 'msg_2' }, 'FORGED'],
    ['another time', { ...good, 'webhook-timestamp': String(Math.floor(now / 1000) + 1) }, 'FORGED'],
    ['another secret', signed([other]), 'FORGED'],
    ['a shorter signature', { ...good, 'webhook-signature': 'v1,AAAA' }, 'FORGED'],
    [
      'another version only',
      { ...good, 'webhook-signature': good['webhook-signature'].replace('v1,', 'v2,') },
      'FORGED',
    ],
    ['a signature that is not Base64', { ...good, 'webhook-signature': 'v1,%%%' }, 'FORGED'],
  ])('a callback is refused: %s', (_, headers, reason) => {
    expect(verifySignature({ headers, body }, [secret], now)).toEqual({ ok: false, reason });
  });

  test('a callback whose body differs by one byte is refused', () => {
    const changed = Uint8Array.from(body);
    changed[10] = 0x21;
    expect(verifySignature({ headers: good, body: changed }, [secret], now)).toEqual({
      ok: false,
      reason: 'FORGED',
    });
  });

  test('every callback is refused when there is no secret', () => {
    expect(verifySignature({ headers: good, body }, [], now)).toEqual({ ok: false, reason: 'FORGED' });
  });
});

test('bytes that are not UTF-8 are signed as they are', () => {
  const bytes = Uint8Array.of(0xff, 0xfe, 0x00);
  const headers = signed([secret], now, bytes);
  expect(verifySignature({ headers, body: bytes }, [secret], now).ok).toBe(true);
  expect(verifySignature({ headers, body: Uint8Array.of(0xfd, 0xfe, 0x00) }, [secret], now).ok).toBe(false);
});

test.each(['whsec_', 'whsec_%%%', ''])('the secret %j is refused without being quoted', (text) => {
  expect(() => readSecret(text)).toThrow(/^A webhook secret is whsec_ followed by Base64/);
});

test('several secrets are read with any white space between them, and a blank text has none', () => {
  const one = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  expect(readSecrets(` ${one}\n  ${one} `)).toEqual([secret, secret]);
  expect(readSecrets('  ')).toEqual([]);
});
