import { describe, expect, jest, test } from '@jest/globals';
import { makeExecutableSchema } from '@graphql-tools/schema';
import fc from 'fast-check';
import { parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';

import { useDocuments } from './document-cache.ts';

const typeDefs = /* GraphQL */ `
  type Query {
    task(id: ID!, first: Int = 3, note: String, tags: [String!], at: Float, where: Where, kind: Kind): Task
    strict: Strict!
  }
  type Task {
    id: ID!
    told: String!
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

type Told = { id: string; told: string };
const taskOf = (given: { id: string }): Told => ({
  id: given.id,
  told: JSON.stringify(Object.entries(given).sort(([one], [other]) => (one < other ? -1 : 1))),
});
const resolvers = {
  Query: { task: (_: unknown, given: { id: string }) => taskOf(given), strict: () => ({}) },
  Mutation: { make: (_: unknown, given: { id: string }) => Promise.resolve(taskOf(given)) },
  Task: {
    fails: async (_: Told, { why }: { why: string }) => {
      await Promise.resolve();
      throw new Error(`It fails: ${why}`);
    },
    missing: () => null,
    others: ({ id }: Told, { first }: { first: number }) =>
      Array.from({ length: first }, (_, index) => taskOf({ id: `${id}.${index}` })),
  },
  Strict: {
    fails: () => {
      throw new Error('Never');
    },
  },
};
const schema = makeExecutableSchema({ typeDefs, resolvers });

interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

function server(...plugins: Plugin[]) {
  const yoga = createYoga({
    schema,
    plugins,
    parserAndValidationCache: false,
    maskedErrors: false,
    logging: false,
  });
  return async (asked: Asked): Promise<string> => {
    const response = await yoga.fetch('http://gateway/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    return `${response.status} ${await response.text()}`;
  };
}

const plain = server();

/** Often enough for a document to be compiled, and the compiler to be there. */
async function warm(ask: ReturnType<typeof server>, asked: Asked): Promise<void> {
  for (let times = 0; times < 12; times += 1) await ask(asked);
  await import('graphql-jit');
  await ask(asked);
}

const queries: Record<string, Asked[]> = {
  'a variable': ['1', '22', ''].map((id) => ({
    query: 'query ($id: ID!) { task(id: $id) { told } }',
    variables: { id },
  })),
  'a string in the text': [
    '"1"',
    '"a \\u00e9 \\" b"',
    '"""x\n  y"""',
    '12',
    '123456789012345678901234567890',
    '-0',
  ].map((id) => ({ query: `{ task(id: ${id}) { told id } }` })),
  numbers: ['1', '2147483647', '2147483648', '-1', '-0', '1.0', '"1"', '""'].map((first) => ({
    query: `{ task(id: 1, first: ${first}) { told } }`,
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
  ].map((given) => ({ query: `{ task(id: "1", ${given}) { told } }` })),
  'input objects': ['"x"', '"y"'].map((name) => ({
    query: `query ($id: ID!) { task(id: "5", where: { name: ${name}, ids: [$id, 7] }) { told } }`,
    variables: { id: 'v' },
  })),
  'equal and unequal literals': ['"a") { id } task(id: "a"', '"a") { id } task(id: "b"'].map((ids) => ({
    query: `{ task(id: ${ids}) { id } }`,
  })),
  'one literal in two types': ['"a"', '"b"'].map((text) => ({
    query: `{ task(id: ${text}, note: ${text}) { told } }`,
  })),
  fragments: ['"a"', '"longer"'].map((why) => ({
    query: `query Named { task(id: ${why}) { ...More } } fragment More on Task { fails(why: ${why}) others(first: 2) { id } }`,
  })),
  directives: ['true', 'false'].map((value) => ({
    query: `query ($on: Boolean = ${value}) { task(id: "9") { id told @include(if: $on) } }`,
  })),
  defaults: ['"a"', '"b"'].map((id) => ({
    query: `query ($id: ID = ${id}) { task(id: 3, note: "x") { told } again: task(id: $id) { id } }`,
  })),
  'failures, at their places': ['"a"', '"much longer"', '"""of\nseveral\nlines"""'].map((id) => ({
    query: `{\n  task(id: ${id}, note: "x") { fails(why: ${id}) others(first: 1) { fails(why: "deep") } }\n}`,
  })),
  'a null that may not be': ['"a"', '"bb"'].map((id) => ({ query: `{ task(id: ${id}) { id missing } }` })),
  'a failure that takes all': ['', ' '].map((space) => ({ query: `{ strict {${space} fails } }` })),
  'wrong variables': [{}, { id: null }, { id: {} }, { id: ['1'] }, { id: 1.5 }].map((variables) => ({
    query: 'query ($id: ID!) { task(id: $id) { told } }',
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
    query: `mutation { make(id: ${id}) { told fails(why: ${id}) } }`,
  })),
  introspection: [{ query: '{ __typename __type(name: "Task") { name fields { name } } }' }],
};

describe('a query is answered as without the plugin', () => {
  test.each(Object.entries(queries))('%s', async (_, asked) => {
    const ask = server(useDocuments());
    for (const one of asked) expect(await ask(one)).toBe(await plain(one));
    for (const one of asked) await warm(ask, one);
    for (const one of [...asked, ...asked.toReversed()]) expect(await ask(one)).toBe(await plain(one));
  });

  test('whatever is written into it', async () => {
    const ask = server(useDocuments());
    await warm(ask, { query: '{ task(id: "1", first: 1, note: "n") { told fails(why: "w") } }' });
    const text = fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.bigInt({ min: -(2n ** 40n), max: 2n ** 40n }),
        text,
        async (id, first, note) => {
          const query = `{ task(id: ${id}, first: ${first}, note: ${note}) { told fails(why: ${note}) } }`;
          expect(await ask({ query })).toBe(await plain({ query }));
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('queries that differ in their literals only are parsed and judged once', async () => {
  const parsed = jest.fn();
  const judged = jest.fn();
  const seen: Plugin = {
    onParse: ({ setParseFn }) => {
      setParseFn((source) => {
        parsed();
        return parse(String(source));
      });
    },
    onValidate: ({ addValidationRule }) => {
      addValidationRule(() => {
        judged();
        return {};
      });
    },
  };
  const ask = server(seen, useDocuments());
  for (let id = 0; id < 20; id += 1) {
    expect(await ask({ query: `{ task(id: "${id}", first: ${id}) { id } }` })).toContain(`"id":"${id}"`);
  }
  expect(parsed).toHaveBeenCalledTimes(1);
  expect(judged).toHaveBeenCalledTimes(1);
});
