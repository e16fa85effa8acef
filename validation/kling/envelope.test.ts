import { expect, test } from '@jest/globals';

import { parseResponse } from './envelope.ts';

test('a success envelope is parsed as its data and request ID', () => {
  const text = '{"code":0,"message":"SUCCEED","request_id":"r","data":{"a":1}}';
  expect(parseResponse({ status: 200, text })).toEqual({ ok: true, data: { a: 1 }, requestId: 'r' });
});

test('a success envelope without data, as after a delete, is a success', () => {
  const text = '{"code":0,"message":"SUCCEED","request_id":"r"}';
  expect(parseResponse({ status: 200, text })).toEqual({ ok: true, data: undefined, requestId: 'r' });
});

test('a failure envelope without data is the problem of its code', () => {
  const text = '{"code":1201,"message":"Task not found by id/external id: 1","request_id":"r"}';
  expect(parseResponse({ status: 400, text })).toMatchObject({
    ok: false,
    problem: { kind: 'NOT_FOUND', klingCode: 1201, requestId: 'r' },
  });
});

test('an envelope with a code other than 0 is a problem even with HTTP 200', () => {
  const text = '{"code":1302,"message":"too many","request_id":"r"}';
  expect(parseResponse({ status: 200, text })).toMatchObject({ ok: false, problem: { kind: 'RATE_LIMIT' } });
});

test('an envelope with code 0 is a problem with an HTTP error status', () => {
  const text = '{"code":0,"message":"SUCCEED","request_id":"r","data":{}}';
  expect(parseResponse({ status: 502, text })).toMatchObject({
    ok: false,
    problem: { kind: 'UNAVAILABLE', requestId: 'r' },
  });
});

test.each(['', '<html>502</html>', '[]', '"text"', 'null', '{"code":"zero"}', '{"data":{}}'])(
  'a body that is no envelope (%j) is a problem, not an exception',
  (text) => {
    expect(parseResponse({ status: 502, text })).toMatchObject({
      ok: false,
      problem: { kind: 'UNAVAILABLE' },
    });
  },
);

test('large IDs in an envelope keep all digits', () => {
  const text = '{"code":0,"message":"","request_id":"","data":{"element_id":856528387816046601}}';
  expect(parseResponse({ status: 200, text })).toMatchObject({ data: { element_id: '856528387816046601' } });
});
