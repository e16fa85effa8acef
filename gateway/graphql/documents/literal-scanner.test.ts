import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { splitLiterals } from './literal-scanner.ts';

function templateOf(query: string): string | undefined {
  return splitLiterals(query)?.template;
}

describe('the literals of a query', () => {
  test('literals are found with their positions and kinds', () => {
    expect(splitLiterals('{ a(b: "x", c: -12, d: 1.5e3, e: """y "z" """) }')?.literals).toEqual([
      { start: 7, text: '"x"', kind: 'STRING', number: 0 },
      { start: 15, text: '-12', kind: 'INT', number: 1 },
      { start: 23, text: '1.5e3', kind: 'FLOAT', number: 2 },
      { start: 33, text: '"""y "z" """', kind: 'BLOCK', number: 3 },
    ]);
  });

  test('equal literals have the same number, because equal arguments do not conflict', () => {
    expect(templateOf('{ a(b: "x") a(b: "x") }')).toBe(templateOf('{ a(b: "y") a(b: "y") }'));
    expect(templateOf('{ a(b: "x") a(b: "y") }')).not.toBe(templateOf('{ a(b: "x") a(b: "x") }'));
  });

  test.each([
    ['strings', '{ a(b: "x") }', '{ a(b: "another \\" one") }'],
    ['whether a string is empty', '{ a(b: "x") }', '{ a(b: "") }'],
    ['numbers', '{ a(b: 1) }', '{ a(b: 123) }'],
    ['block strings', '{ a(b: """x""") }', '{ a(b: """y\n\\""" z""") }'],
  ])('queries that differ only in %s have the same template', (_, one, other) => {
    expect(templateOf(one)).toBe(templateOf(other));
  });

  test.each([
    ['whether a value is a string or a number', '{ a(b: "1") }', '{ a(b: 1) }'],
    ['whether a number is whole', '{ a(b: 1) }', '{ a(b: 1.0) }'],
    ['whether a string is a block string', '{ a(b: "x") }', '{ a(b: """x""") }'],
    ['digits of names', '{ a1(b: 1) }', '{ a2(b: 1) }'],
    ['comments', '{ a(b: 1) } # "x"', '{ a(b: 1) } # "y"'],
  ])('queries that differ in %s have different templates', (_, one, other) => {
    expect(templateOf(one)).not.toBe(templateOf(other));
  });

  test.each([
    ['it has no literals', 'query ($id: ID!) { a1(id: $id) { b } }'],
    ['a string is unterminated', '{ a(b: 1, c: "x) }'],
    ['a line ends within a string', '{ a(b: 1, c: "x\n") }'],
    ['its only literals are in comments', '{ a } # "x" 1'],
    ['it contains the delimiter', '{ a(b: 1) } # \u0001'],
  ])('a query is not split if %s', (_, query) => {
    expect(templateOf(query)).toBeUndefined();
  });

  test('template and literals together make up the query', () => {
    const piece = fc.constantFrom(
      '"x"',
      '"',
      '""',
      '"""',
      '\\',
      '#',
      '\n',
      '1',
      '-',
      '.',
      'e5',
      'a',
      ' ',
      '(',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const query = pieces.join('');
        const split = splitLiterals(query);
        if (split === undefined) return;
        const whole = split.template
          .split('\u0001')
          .map((part, index) => (index % 2 === 0 ? part : split.literals[(index - 1) / 2]?.text));
        expect(whole.join('')).toBe(query);
      }),
    );
  });
});
