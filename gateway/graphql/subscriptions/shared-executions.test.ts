import { expect, jest, test } from '@jest/globals';
import { buildSchema, parse, validateSubscriptionArgs, type ValidatedSubscriptionArgs } from 'graphql';

import { SharedOperations } from './shared-executions.ts';

const schema = buildSchema(
  'type Query { a: A } type A { c(b: Int): Int } type Subscription { a(b: Int): A }',
);
const document = parse(
  'subscription A($b: Int, $r: Int) { a(b: $r) { c(b: $b) } } subscription B($b: Int) { a { c(b: $b) } }',
);

function args(operationName: string, variableValues: Record<string, unknown> = {}, of = document) {
  return validateSubscriptionArgs({
    schema,
    document: of,
    operationName,
    variableValues,
  }) as ValidatedSubscriptionArgs;
}

function operations() {
  const execute = jest.fn((event: object) => ({ data: { ...event } }));
  const createExecute = jest.fn(() => execute);
  return { shared: new SharedOperations(createExecute), execute, createExecute };
}

test('subscribers of equal operations share the result of each event', () => {
  const { shared, execute } = operations();
  const one = shared.join(args('A', { b: 1, r: 1 }));
  // The arguments of the root field only choose the events.
  const other = shared.join(args('A', { b: 1, r: 2, unknown: 2 }));
  const events = [{ n: 1 }, { n: 2 }];
  for (const event of events) expect(one.resultOf(event)).toBe(other.resultOf(event));
  expect(execute.mock.calls).toEqual(events.map((event) => [event]));
});

test.each([
  ['names', args('B', { b: 1 })],
  ['variables', args('A', { b: 2 })],
  ['variables present', args('A')],
  ['documents', args('A', { b: 1 }, parse('subscription A($b: Int) { a { other: c(b: $b) } }'))],
])('operations with different %s share nothing', (_, different) => {
  const { shared, createExecute } = operations();
  const one = shared.join(args('A', { b: 1 }));
  const other = shared.join(different);
  expect(other).not.toBe(one);
  expect(createExecute).toHaveBeenCalledTimes(2);
});

test('an operation is forgotten when its last subscriber has left', () => {
  const { shared } = operations();
  const first = shared.join(args('A'));
  const second = shared.join(args('A'));
  first.leave();
  expect(shared.join(args('A'))).toBe(second);
  second.leave();
  second.leave();
  expect(shared.join(args('A'))).not.toBe(second);
});
