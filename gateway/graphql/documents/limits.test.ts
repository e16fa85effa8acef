import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';

import { graphiql } from '../../http/graphql/graphiql.ts';
import { overServerSentEvents, overWebSocket } from '../../testing/clients.ts';
import { succeededTask } from '../../testing/samples.ts';
import { type TestGateway, testGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await testGateway();
  gateway.tasks.onGet = (id) => Promise.resolve(succeededTask({ id }));
});
afterAll(() => gateway.close());

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const roots = (count: number) => `{ ${times(count, (index) => `a${index}: tasks { nodes { id } }`)} }`;
/** A multiple of two, and the task itself. */
const deep = (levels: number) =>
  `{ task(id: "1") ${'{ elements { task '.repeat((levels - 2) / 2)} { id } ${'} }'.repeat((levels - 2) / 2)} }`;
const wide = (fields: number) => `{ task(id: "1") { ${times(fields - 1, (index) => `a${index}: id`)} } }`;

const tooManyRoots = (count: number | string, of = 'query') =>
  `This ${of} has ${count} root fields; at most 20 are allowed. Split it into several requests.`;
const tooDeep = (count: number) =>
  `This query is ${count} levels deep; at most 20 levels are allowed. Leave out the innermost levels.`;
const tooWide = (count: number | string, of = 'query') =>
  `This ${of} selects ${count} fields (those of a fragment count wherever it is spread); at most 300 are allowed. ` +
  'Select fewer fields, or split it into several requests.';
const tooNested =
  'This document has more than 500 levels of nested brackets, which is the limit. Leave out the innermost levels.';

const tooLong = (of: string) =>
  `This document has more than 2000 ${of}, which is the limit. ` +
  'Move long inputs to variables, or split it into several requests.';

describe('operations that are too large', () => {
  test.each([
    ['many aliases of root fields', roots(21), tooManyRoots(21)],
    [
      'many root fields in a fragment',
      `{ ...F b: tasks { nodes { id } } } fragment F on Query ${roots(20)}`,
      tooManyRoots(21),
    ],
    [
      'many mutations',
      `mutation { ${times(21, (index) => `a${index}: deleteElement(id: "${index}") { __typename }`)} }`,
      tooManyRoots(21, 'mutation'),
    ],
    [
      'many introspections',
      `{ ${times(21, (index) => `a${index}: __schema { types { name } }`)} }`,
      tooManyRoots(21),
    ],
    ['a deep nest', deep(22), tooDeep(22)],
    [
      'a deep nest of introspection',
      `{ __type(name: "Task") ${'{ ofType '.repeat(30)} { name } ${'}'.repeat(30)} }`,
      tooDeep(32),
    ],
    ['many fields', wide(301), tooWide(301)],
    [
      'few fields, often',
      `{ ${times(16, (index) => `a${index}: task(id: "1") { ...F }`)} } fragment F on Task { ${times(18, (index) => `a${index}: id`)} }`,
      tooWide(16 * 19),
    ],
    [
      'fragments that spread each other twice',
      `{ task(id: "1") { ...F0 } } ${times(90, (index) => `fragment F${index} on Task { ...F${index + 1} ...F${index + 1} }`)} fragment F90 on Task { id }`,
      tooWide('more than a million'),
    ],
    [
      'a large fragment that is not spread',
      `{ __typename } fragment F on Task { ${times(301, (index) => `a${index}: id`)} }`,
      tooWide(301, 'fragment'),
    ],
    [
      'a large subscription',
      `subscription { taskChanges { ${times(300, (index) => `a${index}: id`)} } }`,
      tooWide(301, 'subscription'),
    ],
    ['a thousand aliases', roots(1000), tooLong('tokens')],
    [
      'a long list of values',
      `{ tasks(status: [${'FAILED '.repeat(2000)}]) { nodes { id } } }`,
      tooLong('tokens'),
    ],
    ['a deep value', `{ task(id: ${'['.repeat(100_000)}) { id } }`, tooNested],
    ['a deep value of few tokens', `{ task(id: ${'['.repeat(600)}) { id } }`, tooNested],
    ['many comments', `{ __typename } ${'#\n'.repeat(2001)}`, tooLong('comments')],
  ])('an operation with %s is refused before Kling is called', async (_, query, message) => {
    const calls = gateway.kling.calls.length;
    const accept = 'application/graphql-response+json';
    const { status, errors, data } = await gateway.ask(query, {}, { accept });
    expect({ status, errors, data }).toMatchObject({
      status: 400,
      errors: [{ message, extensions: { code: 'QUERY_TOO_LARGE' } }],
      data: undefined,
    });
    expect(gateway.kling.calls).toHaveLength(calls);
    expect(gateway.logged).toEqual([]);
  });

  test('an operation that is too large is refused with the status of invalid ones, and with its location', async () => {
    const reply = await gateway.ask(`# Too much\n  query ${roots(21)}`);
    expect(reply.status).toBe((await gateway.ask('{ nothing }')).status);
    expect(reply.errors).toMatchObject([{ locations: [{ line: 2, column: 3 }] }]);
  });

  test('an operation is too large even if its variables exclude most of it', async () => {
    const query = `query ($on: Boolean = false) { ... @include(if: $on) ${roots(21)} }`;
    for (const variables of [{}, { on: false }, { on: true }]) {
      expect((await gateway.ask(query, variables)).errors).toMatchObject([{ message: tooManyRoots(21) }]);
    }
  });

  test('nested lists of introspection are refused by GraphQL itself', async () => {
    const nest = `{ __type(name: "Task") ${'{ fields { type '.repeat(3)} { name } ${'} }'.repeat(3)} }`;
    expect((await gateway.ask(nest)).errors).toMatchObject([
      { message: 'Maximum introspection depth exceeded' },
    ]);
  });
});

describe('operations within the limits', () => {
  const task = 'id externalId status statusMessage final createdAt updatedAt unitsCharged';
  const element =
    'id name description referenceType frontalImage otherImages video voice { id name sampleUrl preset owner } tags preset owner deleted';
  const page = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

  test.each([
    ['the maximum of root fields', roots(20)],
    ['the maximum of levels', deep(20)],
    ['the maximum of fields', wide(300)],
    [
      'a fragment with more fields than a root may have',
      `{ task(id: "1") { ...F } } fragment F on Task { ${times(30, (index) => `a${index}: id`)} }`,
    ],
    ['the maximum of comments', `{ __typename } ${'#\n'.repeat(2000)}`],
    [
      'all of the tasks, their elements, and the tasks and elements behind these',
      `{ tasks(first: 500) { edges { cursor node { ${task} elements { ${element} task { ${task} elements { ${element} } } } } } ${page} } }`,
    ],
    [
      'all lists that a page shows',
      `{ tasks { nodes { ...T elements { ...E } } ...P } elements { nodes { ...E task { ...T } } } presetElements { nodes { ...E task { ...T } } } voices { nodes { id name } } presetVoices { nodes { id name } } elementRules { nameMaxLength tags } }
       fragment T on Task { ${task} } fragment E on Element { ${element} } fragment P on TaskConnection { ${page} }`,
    ],
    ['the introspection of tools', getIntrospectionQuery()],
    [
      'the introspection of tools that read everything',
      getIntrospectionQuery({
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      }),
    ],
  ])('an operation with %s is executed', async (_, query) => {
    const { data, errors } = await gateway.ask(query);
    expect(errors).toBeUndefined();
    expect(Object.keys(data ?? {})).not.toEqual([]);
  });

  test('the example that GraphiQL starts with is executed', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: graphiql.defaultQuery, operationName: 'List' }),
    });
    expect(await response.json()).toMatchObject({ data: { elements: { nodes: [] } } });
  });

  test('an operation with an image of 10 MB in its text is executed', async () => {
    const image = 'A'.repeat(13_981_016);
    const { data, errors } = await gateway.ask(
      `mutation { checkElement(input: { name: "Fox", description: "A fox", reference: { images: { frontal: { base64: "${image}" }, others: [{ base64: "QUJD" }] } } }) { __typename } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ checkElement: { __typename: 'InvalidInput' } });
  });
});

test.each([
  ['fields', roots(21), tooManyRoots(21)],
  ['tokens', roots(1000), tooLong('tokens')],
])('the limit of %s applies to WebSocket', async (_, query, message) => {
  const { results, dispose } = overWebSocket(gateway.url, query);
  await expect(results.next()).rejects.toMatchObject([{ message, extensions: { code: 'QUERY_TOO_LARGE' } }]);
  dispose();
});

test.each([
  ['fields', roots(21), tooManyRoots(21)],
  ['tokens', roots(1000), tooLong('tokens')],
])('the limit of %s applies to Server-Sent Events', async (_, query, message) => {
  const { results, dispose } = overServerSentEvents(gateway.url, query);
  expect(await results.next()).toMatchObject({
    value: { errors: [{ message, extensions: { code: 'QUERY_TOO_LARGE' } }] },
  });
  dispose();
});
