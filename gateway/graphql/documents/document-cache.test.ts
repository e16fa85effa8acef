import { describe, expect, jest, test } from '@jest/globals';
import { makeExecutableSchema } from '@graphql-tools/schema';
import fc from 'fast-check';
import type { GraphQLError } from 'graphql';

import type { OperationPlugin } from '../operation-plugin.ts';
import { anybody } from '../../auth/viewer.ts';
import { OperationRunner } from '../operation-runner.ts';
import type { GatewayServices } from '../schema/context.ts';
import { useDocumentCache } from './document-cache.ts';

const typeDefs = /* GraphQL */ `
  type Query {
    task(id: ID!, first: Int = 3, note: String, tags: [String!], at: Float, where: Where, kind: Kind): Task
    strict: Strict!
  }
  type Task {
    id: ID!
    args: String!
    fails(why: String!): String
    missing: String!
    others(first: Int!): [Task!]!
  }
  type Strict {
    fails: String!
  }
  input Where {
    name: String
    ids: [ID!]
  }
  enum Kind {
    NEW
    OLD
  }
  type Mutation {
    make(id: ID!): Task
  }
`;

type Task = { id: string; args: string };
const taskOf = (args: { id: string }): Task => ({
  id: args.id,
  args: JSON.stringify(Object.entries(args).sort(([one], [other]) => (one < other ? -1 : 1))),
});
const resolvers = {
  Query: { task: (_: unknown, args: { id: string }) => taskOf(args), strict: () => ({}) },
  Mutation: { make: (_: unknown, args: { id: string }) => Promise.resolve(taskOf(args)) },
  Task: {
    fails: async (_: Task, { why }: { why: string }) => {
      await Promise.resolve();
      throw new Error(`It fails: ${why}`);
    },
    missing: () => null,
    others: ({ id }: Task, { first }: { first: number }) =>
      Array.from({ length: first }, (_, index) => taskOf({ id: `${id}.${index}` })),
  },
  Strict: {
    fails: () => {
      throw new Error('Never');
    },
  },
};
const schema = makeExecutableSchema({ typeDefs, resolvers });

interface Params {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

function runner(...plugins: OperationPlugin[]) {
  const operations = new OperationRunner({
    schema,
    services: {} as GatewayServices,
    mask: (error) => error as GraphQLError,
    plugins,
  });
  return async (params: Params): Promise<string> => {
    const parsed = operations.parse({ requestId: '', viewer: anybody }, params);
    return JSON.stringify(parsed.ok ? await parsed.operation.execute() : parsed);
  };
}

const plain = runner();

/** Often enough for a document to be compiled, and the compiler to be there. */
async function warm(ask: ReturnType<typeof runner>, params: Params): Promise<void> {
  for (let times = 0; times < 12; times += 1) await ask(params);
  await import('graphql-jit');
  await ask(params);
}

const queries: Record<string, Params[]> = {
  'a variable': ['1', '22', ''].map((id) => ({
    query: 'query ($id: ID!) { task(id: $id) { args } }',
    variables: { id },
  })),
  'a string in the text': [
    '"1"',
    '"a \\u00e9 \\" b"',
    '"""x\n  y"""',
    '12',
    '123456789012345678901234567890',
    '-0',
  ].map((id) => ({ query: `{ task(id: ${id}) { args id } }` })),
  numbers: ['1', '2147483647', '2147483648', '-1', '-0', '1.0', '"1"', '""'].map((first) => ({
    query: `{ task(id: 1, first: ${first}) { args } }`,
  })),
  'optional arguments': [
    'note: "x"',
    'note: null',
    'note: ""',
    'kind: OLD',
    'at: 1.5',
    'at: 1',
    'tags: ["a", "b"]',
    'tags: "a"',
  ].map((given) => ({ query: `{ task(id: "1", ${given}) { args } }` })),
  'input objects': ['"x"', '"y"'].map((name) => ({
    query: `query ($id: ID!) { task(id: "5", where: { name: ${name}, ids: [$id, 7] }) { args } }`,
    variables: { id: 'v' },
  })),
  'equal and unequal literals': ['"a") { id } task(id: "a"', '"a") { id } task(id: "b"'].map((ids) => ({
    query: `{ task(id: ${ids}) { id } }`,
  })),
  'one literal in two types': ['"a"', '"b"'].map((text) => ({
    query: `{ task(id: ${text}, note: ${text}) { args } }`,
  })),
  fragments: ['"a"', '"longer"'].map((why) => ({
    query: `query Named { task(id: ${why}) { ...More } } fragment More on Task { fails(why: ${why}) others(first: 2) { id } }`,
  })),
  directives: ['true', 'false'].map((value) => ({
    query: `query ($on: Boolean = ${value}) { task(id: "9") { id args @include(if: $on) } }`,
  })),
  defaults: ['"a"', '"b"'].map((id) => ({
    query: `query ($id: ID = ${id}) { task(id: 3, note: "x") { args } again: task(id: $id) { id } }`,
  })),
  'failures, at their places': ['"a"', '"much longer"', '"""of\nseveral\nlines"""'].map((id) => ({
    query: `{\n  task(id: ${id}, note: "x") { fails(why: ${id}) others(first: 1) { fails(why: "deep") } }\n}`,
  })),
  'a null that may not be': ['"a"', '"bb"'].map((id) => ({ query: `{ task(id: ${id}) { id missing } }` })),
  'a failure that takes all': ['', ' '].map((space) => ({ query: `{ strict {${space} fails } }` })),
  'wrong variables': [{}, { id: null }, { id: {} }, { id: ['1'] }, { id: 1.5 }].map((variables) => ({
    query: 'query ($id: ID!) { task(id: $id) { args } }',
    variables,
  })),
  'what is not valid': [
    '{ task(id: "1") { nothing } }',
    '{ task(id: "2") { nothing } }',
    '{ task(id: 1.5) { id } }',
    '{ task { id } }',
  ].map((query) => ({ query })),
  'what cannot be parsed': [
    '{ task(id: "1" { id } }',
    '{ task(id: "\\q") { id } }',
    '{ task(id: 01) { id } }',
    '{ task(id: "x) }',
  ].map((query) => ({ query })),
  'several operations': ['A', 'B', 'C', undefined].map((operationName) => ({
    query: 'query A { task(id: "a") { id } } query B { task(id: "b") { id } }',
    ...(operationName === undefined ? {} : { operationName }),
  })),
  mutations: ['"a"', '"b"'].map((id) => ({
    query: `mutation { make(id: ${id}) { args fails(why: ${id}) } }`,
  })),
  introspection: [{ query: '{ __typename __type(name: "Task") { name fields { name } } }' }],
};

describe('with the document cache', () => {
  test.each(Object.entries(queries))(
    'queries with %s get the same result as without the document cache',
    async (_, all) => {
      const ask = runner(useDocumentCache());
      for (const one of all) expect(await ask(one)).toBe(await plain(one));
      for (const one of all) await warm(ask, one);
      for (const one of [...all, ...all.toReversed()]) expect(await ask(one)).toBe(await plain(one));
    },
  );

  test('queries with any literals get the same result as without the document cache', async () => {
    const ask = runner(useDocumentCache());
    await warm(ask, { query: '{ task(id: "1", first: 1, note: "n") { args fails(why: "w") } }' });
    const text = fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }),
        text,
        async (id, first, note) => {
          const query = `{ task(id: ${id}, first: ${first}, note: ${note}) { args fails(why: ${note}) } }`;
          expect(await ask({ query })).toBe(await plain({ query }));
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('queries that differ only in their literals are parsed and validated once', async () => {
  const parsed = jest.fn();
  const validated = jest.fn();
  const spy: OperationPlugin = {
    parse:
      (next) =>
      (...args) => {
        parsed();
        return next(...args);
      },
    validate:
      (next) =>
      (...args) => {
        validated();
        return next(...args);
      },
  };
  const ask = runner(useDocumentCache(), spy);
  for (let id = 0; id < 20; id += 1) {
    expect(await ask({ query: `{ task(id: "${id}", first: ${id}) { id } }` })).toContain(`"id":"${id}"`);
  }
  expect(parsed).toHaveBeenCalledTimes(1);
  expect(validated).toHaveBeenCalledTimes(1);
});
