import { expect, test } from '@jest/globals';
import { parse } from 'graphql';

import { selectionVariables } from './selection-variables.ts';

test.each([
  ['arguments of the root field', '{ a(b: $no) { c } }', []],
  ['directives of the root field', '{ a(b: $no) @include(if: $yes) { c } }', ['yes']],
  ['the selection', '{ a(b: $no) { c(d: { e: [$yes] }) @skip(if: $too) } }', ['yes', 'too']],
  ['fragments', '{ a(b: $no) { ...F } } fragment F on T { c(d: $yes) }', ['yes']],
  ['a root field in a fragment', '{ ...F } fragment F on S { a(b: $yes) { c } }', ['yes']],
])('selectionVariables() is right about variables in %s', (_, text, expected) => {
  expect([...selectionVariables(parse(`subscription ($no: Int) ${text}`))]).toEqual(expected);
});
