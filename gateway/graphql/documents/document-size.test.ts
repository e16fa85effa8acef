import { expect, test } from '@jest/globals';
import { parse } from 'graphql';

import { measure } from './document-size.ts';

test.each([
  ['fields at each level', '{ a { b c { d } } e }', { rootFields: 2, fields: 5, depth: 3 }],
  ['aliases of one field', '{ x: a y: a z: a }', { rootFields: 3, fields: 3, depth: 1 }],
  ['inline fragments', '{ ... on Query { a { ... { b } } } c }', { rootFields: 2, fields: 3, depth: 2 }],
  [
    'a fragment wherever it is spread',
    '{ ...F a { ...F } } fragment F on T { b { c } d }',
    { rootFields: 3, fields: 7, depth: 3 },
  ],
  [
    'what variables leave out',
    'query ($on: Boolean = false) { a @include(if: $on) { b } c @skip(if: true) }',
    { rootFields: 2, fields: 3, depth: 2 },
  ],
  ['unknown fragments as empty', '{ a { ...Nowhere } }', { rootFields: 1, fields: 1, depth: 1 }],
  [
    'a circle of fragments once',
    '{ ...A } fragment A on T { a ...B } fragment B on T { b ...A }',
    { rootFields: 2, fields: 2, depth: 1 },
  ],
])('the size of a document counts %s', (_, text, size) => {
  expect(measure(parse(text))[0]?.size).toEqual(size);
});

test('the size of each operation and fragment is measured separately', () => {
  const document = parse('query A { a } type T { a: Int } fragment F on T { a b } mutation B { a { b } }');
  const fields = measure(document).map(({ definition, size }) => [definition.name?.value, size.fields]);
  expect(fields).toEqual([
    ['A', 1],
    ['F', 2],
    ['B', 2],
  ]);
});

test('a fragment is measured once, however often it is spread', () => {
  const doubling = Array.from({ length: 200 }, (_, index) => {
    return `fragment F${index} on T { ...F${index + 1} ...F${index + 1} }`;
  });
  const document = parse(`{ ...F0 } ${doubling.join(' ')} fragment F200 on T { a }`);
  expect(measure(document)[0]?.size).toEqual({ rootFields: 2 ** 200, fields: 2 ** 200, depth: 1 });
});
