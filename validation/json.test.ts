import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { parseJson, stringifyJson } from './json.ts';

test('an element ID above 2^53 keeps every digit when parsed', () => {
  expect(parseJson('{"element_id":856528387816046601}')).toEqual({ element_id: '856528387816046601' });
});

test('numbers that fit stay numbers, and strings of digits stay strings', () => {
  expect(parseJson('[9007199254740991, -9007199254740991, 1.5, 1e3, "856528387816046601"]')).toEqual([
    9007199254740991,
    -9007199254740991,
    1.5,
    1000,
    '856528387816046601',
  ]);
});

test('a bigint is written as a bare integer, at any depth', () => {
  expect(stringifyJson({ a: [856528387816046601n], b: '1' })).toBe('{"a":[856528387816046601],"b":"1"}');
});

test('digits within strings and names stay as they are', () => {
  const text = String.raw`{"a, 856528387816046601": "[856528387816046601]", "b\": 1": " 856528387816046601 ", "c": ": \\", "d": 856528387816046601, "e": "\\\" 856528387816046601,"}`;
  const read = JSON.parse(text.replace(/"d": (\d+)/, '"d": "$1"')) as unknown;
  expect(parseJson(text)).toEqual(read);
});

test('a large number that is no integer is the nearest number', () => {
  const [fraction, power] = ['12345678901234567.5', '12345678901234567e3'];
  expect(parseJson(`[${fraction}, ${power}, -12345678901234567890 ]`)).toEqual([
    Number(fraction),
    Number(power),
    '-12345678901234567890',
  ]);
});

test.each([
  '{856528387816046601:1}',
  '{ 856528387816046601 : 1}',
  '[1 856528387816046601]',
  '[00000000856528387816046601]',
  '{"a": 856528387816046601',
])('a large integer makes no JSON of what is none: %s', (text) => {
  expect(() => parseJson(text)).toThrow(SyntaxError);
});

test('text that is not JSON throws', () => {
  expect(() => parseJson('<html>')).toThrow(SyntaxError);
  expect(() => parseJson('{"id":856528387816046601')).toThrow(SyntaxError);
});

test('any integer keeps its digits on the way out and back, at any depth', () => {
  const value = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.bigInt(),
      fc.array(tie('node')),
      fc.dictionary(fc.string(), tie('node')),
    ),
  })).node;
  const digits = (node: unknown): unknown => {
    if (typeof node === 'bigint') {
      const number = Number(node);
      return Number.isSafeInteger(number) ? number : node.toString();
    }
    if (Array.isArray(node)) return node.map(digits);
    return Object.fromEntries(
      Object.entries(node as Record<string, unknown>).map(([name, one]) => [name, digits(one)]),
    );
  };
  fc.assert(
    fc.property(value, (node) => {
      expect(parseJson(stringifyJson(node))).toEqual(digits(node));
    }),
  );
});

test('large integers are distinguished from digits in strings of any characters', () => {
  const part = fc.constantFrom('"', '\\', ',', ':', '[', ' ', '856528387816046601', 'a');
  const text = fc.array(part).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(fc.oneof(text, fc.constant(856528387816046601n))), (values) => {
      const read = values.map((value) => (typeof value === 'bigint' ? value.toString() : value));
      expect(parseJson(stringifyJson(values))).toEqual(read);
    }),
  );
});

test('any JSON without large integers is parsed as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      fc.pre(!/\d{16}/.test(text));
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
  );
});
