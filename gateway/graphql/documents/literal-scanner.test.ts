import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { splitLiterals } from './literal-scanner.ts';

function templateOf(query: string): string | undefined {
  return splitLiterals(query)?.template;
}

describe('the literals of a query', () => {
  test('are found with their places and kinds', () => {
    expect(splitLiterals('{ a(b: "x", c: -12, d: 1.5e3, e: """y "z" """) }')?.literals).toEqual([
      { start: 7, text: '"x"', kind: 'STRING', number: 0 },
      { start: 15, text: '-12', kind: 'INT', number: 1 },
      { start: 23, text: '1.5e3', kind: 'FLOAT', number: 2 },
      { start: 33, text: '"""y "z" """', kind: 'BLOCK', number: 3 },
    ]);
  });

  test('that are equal have one number, for two equal arguments are no conflict', () => {
    expect(templateOf('{ a(b: "x") a(b: "x") }')).toBe(templateOf('{ a(b: "y") a(b: "y") }'));
    expect(templateOf('{ a(b: "x") a(b: "y") }')).not.toBe(templateOf('{ a(b: "x") a(b: "x") }'));
  });

  test.each([
    ['strings', '{ a(b: "x") }', '{ a(b: "another \\" one") }'],
    ['an empty string', '{ a(b: "x") }', '{ a(b: "") }'],
    ['numbers', '{ a(b: 1) }', '{ a(b: 123) }'],
    ['block strings', '{ a(b: """x""") }', '{ a(b: """y\n\\""" z""") }'],
  ])('%s do not count for the template', (_, one, other) => {
    expect(templateOf(one)).toBe(templateOf(other));
  });

  test.each([
    ['a string and a number', '{ a(b: "1") }', '{ a(b: 1) }'],
    ['a whole number and a fraction', '{ a(b: 1) }', '{ a(b: 1.0) }'],
    ['a string and a block string', '{ a(b: "x") }', '{ a(b: """x""") }'],
    ['names with different digits', '{ a1(b: 1) }', '{ a2(b: 1) }'],
    ['comments', '{ a(b: 1) } # "x"', '{ a(b: 1) } # "y"'],
  ])('%s have templates of their own', (_, one, other) => {
    expect(templateOf(one)).not.toBe(templateOf(other));
  });

  test.each([
    ['there are none', 'query ($id: ID!) { a1(id: $id) { b } }'],
    ['a string has no end', '{ a(b: 1, c: "x) }'],
    ['a line ends within a string', '{ a(b: 1, c: "x\n") }'],
    ['they are in comments only', '{ a } # "x" 1'],
    ['the mark itself stands in the query', '{ a(b: 1) } # \u0001'],
  ])('are not taken out where %s', (_, query) => {
    expect(templateOf(query)).toBeUndefined();
  });

  test('together with the template they are the query', () => {
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
