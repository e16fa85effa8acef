import { createHash } from 'node:crypto';
import { once } from 'node:events';

import type { ApolloClient } from '@apollo/client';
import { ApolloLink } from '@apollo/client/link';
import { BaseHttpLink } from '@apollo/client/link/http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { parse } from 'graphql';
import { firstValueFrom } from 'rxjs';

import { rawWebSocket } from '../../testing/raw-clients.ts';
import { type TestGateway, testGateway } from '../../testing/test-gateway.ts';

let gateway: TestGateway;
let requests: { readonly url: string; readonly body: string }[];
beforeEach(async () => {
  gateway = await testGateway();
  requests = [];
});
afterEach(() => gateway.close());

/** The links under test need none. */
const noClient = Object.create(null) as ApolloClient;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Fetch that remembers what it sent. */
const recorded: typeof fetch = async (url, options) => {
  requests.push({
    url: url instanceof Request ? url.url : String(url),
    body: typeof options?.body === 'string' ? options.body : '',
  });
  return await fetch(url, options);
};
const sentText = () => requests.map(({ url, body }) => (url + body).includes('elementRules'));

interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

async function post(params: object): Promise<Answer> {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

const byHash = (sha256Hash: unknown, version: unknown = 1) => ({
  extensions: { persistedQuery: { version, sha256Hash } },
});

describe('automatic persisted queries', () => {
  test.each([true, false])("Apollo's link sends a query once, then its hash; by GET: %s", async (useGet) => {
    const link = ApolloLink.from([
      new PersistedQueryLink({ sha256, useGETForHashedQueries: useGet }),
      new BaseHttpLink({ uri: `${gateway.url}/graphql`, fetch: recorded }),
    ]);
    const query = parse('{ elementRules { nameMaxLength } }');
    const ask = () => firstValueFrom(ApolloLink.execute(link, { query }, { client: noClient }));
    expect((await ask()).data).toMatchObject({ elementRules: { nameMaxLength: 20 } });
    expect((await ask()).data).toMatchObject({ elementRules: { nameMaxLength: 20 } });
    expect(sentText()).toEqual([false, true, false]);
  });

  test.each([true, false])(
    "urql's exchange sends a query once, then its hash; by GET: %s",
    async (useGet) => {
      const client = new Client({
        url: `${gateway.url}/graphql`,
        fetch: recorded,
        preferGetMethod: false,
        exchanges: [
          persistedExchange({
            preferGetForPersistedQueries: useGet,
            generateHash: (query) => Promise.resolve(sha256(query)),
          }),
          fetchExchange,
        ],
      });
      const ask = () => client.query('{ elementRules { nameMaxLength } }', {}).toPromise();
      expect((await ask()).data).toMatchObject({ elementRules: { nameMaxLength: 20 } });
      expect((await ask()).data).toMatchObject({ elementRules: { nameMaxLength: 20 } });
      expect(sentText()).toEqual([false, true, false]);
    },
  );

  test('a query is registered for every transport', async () => {
    const query = '{ __typename }';
    expect(await post({ query, ...byHash(sha256(query)) })).toMatchObject({ data: { __typename: 'Query' } });
    expect(await post({ documentId: `sha256:${sha256(query)}` })).toMatchObject({
      data: { __typename: 'Query' },
    });
    const socket = await rawWebSocket(gateway.url);
    const message = once(socket, 'message');
    const payload = { query: '', ...byHash(sha256(query)) };
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    expect(JSON.parse(String((await message)[0]))).toMatchObject({
      payload: { data: { __typename: 'Query' } },
    });
    socket.terminate();
  });

  test('an unknown hash is an error that clients recognize by its code or its message', async () => {
    expect(await post(byHash(sha256('{ a }')))).toEqual({
      status: 200,
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
  });

  test.each<[string, object]>([
    ['the hash of another query', { query: '{ __typename }', ...byHash(sha256('{ a }')) }],
    ['an ID that is no hash', { query: '{ __typename }', documentId: 'mine' }],
    ['a number in place of an ID', { documentId: 7 }],
    ['another version', byHash(sha256('{ a }'), 2)],
    ['a number in place of a hash', byHash(7)],
  ])('%s is refused', async (_, params) => {
    expect((await post(params)).errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
  });

  test('a query that cannot be parsed is not registered', async () => {
    const query = '{ __typename';
    await post({ query, ...byHash(sha256(query)) });
    expect((await post(byHash(sha256(query)))).errors).toMatchObject([
      { extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } },
    ]);
  });

  test('the least recently used queries are forgotten when there are too many', async () => {
    const padded = (name: string) => `query ${name} { __typename } #${'x'.repeat(90_000)}`;
    const names = Array.from({ length: 25 }, (_, index) => `Q${index}`);
    for (const name of names) await post({ query: padded(name), ...byHash(sha256(padded(name))) });
    expect((await post(byHash(sha256(padded('Q0'))))).errors).toHaveLength(1);
    expect((await post(byHash(sha256(padded('Q24'))))).data).toEqual({ __typename: 'Query' });
  });

  test('a query that is too long to be registered is executed anyway', async () => {
    const query = `{ __typename } #${'x'.repeat(100_000)}`;
    expect((await post({ query, ...byHash(sha256(query)) })).data).toEqual({ __typename: 'Query' });
    expect((await post(byHash(sha256(query)))).errors).toHaveLength(1);
  });
});
