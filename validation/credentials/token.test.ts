import { createHmac } from 'node:crypto';

import { expect, test } from '@jest/globals';

import { signToken, tokenSource } from './token.ts';

const pair = { accessKey: 'access/üñ', secretKey: 'secret' };
const now = 1_722_769_557_708;

const claims = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

test('a token is HS256 under the secret key, valid from 5 s ago for 1800 s', () => {
  const token = signToken({ ...pair, accessKey: 'ak' }, now);
  const [header = '', body = '', signature] = token.split('.');
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'HS256', typ: 'JWT' });
  expect(claims(token)).toEqual({ iss: 'ak', exp: 1_722_771_357, nbf: 1_722_769_552 });
  expect(signature).toBe(createHmac('sha256', 'secret').update(`${header}.${body}`).digest('base64url'));
});

test('an access key may contain any character', () => {
  expect(claims(signToken(pair, now)).iss).toBe('access/üñ');
});

test('the token is reused until five minutes before it expires, then renewed', () => {
  let time = now;
  const token = tokenSource(pair, () => time);
  const first = token({ renew: false });
  time += 1_499_000;
  expect(token({ renew: false })).toBe(first);
  time += 1_000;
  expect(token({ renew: false })).not.toBe(first);
});

test('a new token is signed when Kling has refused the last', () => {
  let time = now;
  const token = tokenSource(pair, () => time);
  const first = token({ renew: false });
  time += 1_000;
  const second = token({ renew: true });
  expect(second).not.toBe(first);
  expect(token({ renew: false })).toBe(second);
});
