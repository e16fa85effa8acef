import { once } from 'node:events';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { WebSocket } from 'ws';

import { cursorOf } from '../../tasks/feed/change-cursor.ts';
import { overServerSentEvents, overWebSocket } from '../../testing/clients.ts';
import { collect } from '../../testing/collect.ts';
import { sampleChange, sampleProblem, sampleTask, succeededTask } from '../../testing/samples.ts';
import { rawWebSocket, subscribe as sendSubscribe } from '../../testing/raw-clients.ts';
import { testGateway, type TestGateway } from '../../testing/test-gateway.ts';
import { testIssuer } from '../../testing/test-issuer.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await testGateway();
});
afterEach(() => gateway.close());

const status = 'subscription ($id: ID!) { taskStatus(id: $id) { id status final elements { id } } }';

/** The error of graphql-sse when a stream ends that is not complete; it subscribes again unless told otherwise. */
const brokenOff = { name: 'NetworkError', message: 'Connection closed while having active streams' };

const transports = [
  ['Server-Sent Events', overServerSentEvents],
  ['WebSocket', overWebSocket],
] as const;

describe.each(transports)('a subscription over %s', (transport, subscribe) => {
  test(`a subscription over ${transport} gives the current task and each change in order, and completes`, async () => {
    const stream = gateway.tasks.stream('856528387816046601');
    const { results, dispose } = subscribe(gateway.url, status, { variables: { id: '856528387816046601' } });
    stream.push(sampleTask());
    expect(await results.next()).toMatchObject({ value: { data: { taskStatus: { status: 'SUBMITTED' } } } });
    stream.push(sampleTask({ status: 'PROCESSING' }));
    expect(await results.next()).toMatchObject({ value: { data: { taskStatus: { final: false } } } });
    stream.push(succeededTask());
    stream.finish();
    expect(await results.next()).toMatchObject({
      value: {
        data: { taskStatus: { status: 'SUCCEEDED', final: true, elements: [{ id: '856528387816046601' }] } },
      },
    });
    expect(await results.next()).toMatchObject({ done: true });
    dispose();
  });

  test(`a subscription over ${transport} to an unknown task ends with the error`, async () => {
    const problem = sampleProblem('NOT_FOUND');
    gateway.tasks.stream('nobody').fail(problem);
    const { results, dispose } = subscribe(gateway.url, status, { variables: { id: 'nobody' } });
    expect(await results.next()).toMatchObject({
      value: {
        errors: [
          {
            message: problem.message,
            extensions: { code: 'KLING_NOT_FOUND', kind: 'NOT_FOUND', retryable: false },
          },
        ],
      },
    });
    expect(await results.next()).toMatchObject({ done: true });
    dispose();
  });

  test(`a subscription over ${transport} that fails ends with the error as its last result`, async () => {
    const stream = gateway.tasks.stream('1');
    stream.push(sampleTask());
    stream.fail(sampleProblem('UNAVAILABLE'));
    const { results, dispose } = subscribe(gateway.url, status, { variables: { id: '1' } });
    await results.next();
    expect(await results.next()).toMatchObject({
      value: { errors: [{ extensions: { kind: 'UNAVAILABLE' } }] },
    });
    expect(await results.next()).toMatchObject({ done: true });
    dispose();
  });

  test(`a subscription over ${transport} that fails unexpectedly gives a request ID, and the details are logged`, async () => {
    const stream = gateway.tasks.stream('1');
    stream.push(sampleTask());
    stream.fail(new Error('secret'));
    const { results, dispose } = subscribe(gateway.url, status, { variables: { id: '1' } });
    await results.next();
    const { value } = (await results.next()) as {
      value: { errors: { extensions: { requestId: string } }[] };
    };
    expect(JSON.stringify(value)).not.toContain('secret');
    expect(gateway.logged).toMatchObject([
      { requestId: value.errors[0]?.extensions.requestId, err: { message: 'secret' } },
    ]);
    dispose();
  });

  test(`a subscription over ${transport} stops its source when the client unsubscribes`, async () => {
    const stream = gateway.tasks.stream('1');
    stream.push(sampleTask());
    const { results, dispose } = subscribe(gateway.url, status, { variables: { id: '1' } });
    await results.next();
    await results.return?.();
    dispose();
    await stream.left;
  });

  test(`a subscription over ${transport} to all changes passes on the chosen statuses`, async () => {
    const listening = new Promise<void>((resolve) => {
      gateway.tasks.onSubscribe = resolve;
    });
    const query = 'subscription { taskChanges(status: [FAILED]) { cursor task { id statusMessage } } }';
    const { results, dispose } = subscribe(gateway.url, query);
    const next = results.next();
    await listening;
    expect(gateway.tasks.wantedChanges).toEqual([{ statuses: ['FAILED'], after: undefined }]);
    const change = sampleChange(7, { id: '7', status: 'FAILED', statusMessage: 'Too dark.' });
    gateway.tasks.changeStreams[0]?.push(change);
    expect(await next).toMatchObject({
      value: {
        data: { taskChanges: { cursor: cursorOf(change), task: { id: '7', statusMessage: 'Too dark.' } } },
      },
    });
    dispose();
  });

  test(`a subscription over ${transport} gives a hundred changes and completes`, async () => {
    const stream = gateway.tasks.stream('1');
    const { results, dispose } = subscribe(gateway.url, status, { variables: { id: '1' } });
    for (let index = 0; index < 100; index += 1) stream.push(succeededTask({ id: String(index) }));
    stream.finish();
    const all = await collect(results);
    expect(all.map(({ data }) => (data as { taskStatus: { id: string } }).taskStatus.id)).toEqual(
      Array.from({ length: 100 }, (_unused, index) => String(index)),
    );
    dispose();
  });

  test(`a subscription over ${transport} breaks off when its viewer's credential expires`, async () => {
    const issuer = await testIssuer();
    await using guarded = await testGateway(issuer.settings, issuer.dependencies);
    const stream = guarded.tasks.stream('1');
    stream.push(sampleTask());
    const { results, dispose } = subscribe(guarded.url, status, {
      variables: { id: '1' },
      authorization: await issuer.issue(1500),
    });
    expect(await results.next()).toMatchObject({ done: false });
    const end = await results.next().catch((error: unknown) => error);
    expect(end).toMatchObject(subscribe === overWebSocket ? { code: 4403 } : brokenOff);
    await stream.left;
    dispose();
  });

  test(`a subscription over ${transport} breaks off when the gateway closes`, async () => {
    const stream = gateway.tasks.stream('1');
    stream.push(sampleTask());
    const { results, dispose, closed } = subscribe(gateway.url, status, { variables: { id: '1' } });
    await results.next();
    const end = results.next().catch((error: unknown) => error);
    await gateway.close();
    if (subscribe === overWebSocket) {
      expect(await end).toMatchObject({ code: 1001 });
      expect(await closed).toMatchObject({ code: 1001 });
    } else {
      expect(await end).toMatchObject(brokenOff);
    }
    dispose();
  });
});

describe('a WebSocket', () => {
  test.each([
    ['is not valid', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['cannot be parsed', '{ task(', 'GRAPHQL_PARSE_FAILED'],
  ])('a WebSocket reports with an error code that a query %s', async (_, query, code) => {
    const socket = await rawWebSocket(gateway.url);
    const reply = once(socket, 'message');
    sendSubscribe(socket, '1', query);
    const { type, payload } = JSON.parse(String((await reply)[0])) as {
      type: string;
      payload: { extensions: unknown }[];
    };
    expect(type).toBe('error');
    expect(payload.map(({ extensions }) => extensions)).toEqual([{ code }]);
    socket.close();
  });

  test('a WebSocket carries mutations and keeps all digits of IDs', async () => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    const replies: string[] = [];
    const complete = new Promise<void>((resolve) => {
      socket.on('message', (message: Buffer) => {
        replies.push(message.toString());
        if (message.toString().includes('"complete"')) resolve();
      });
    });
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    const query = 'mutation ($id: ID!) { deleteElement(id: $id) { __typename } }';
    socket.send(
      `{"id":"1","type":"subscribe","payload":{"query":${JSON.stringify(query)},"variables":{"id":856528387816046601}}}`,
    );
    await complete;
    expect(gateway.tasks.deleted).toEqual(['856528387816046601']);
    expect(replies.at(-2)).toContain('DeleteElementSuccess');
    socket.close();
  });

  test.each([
    ['{ nope }', /nope/],
    ['{ tasks(', /Syntax Error/],
  ])('a WebSocket reports what is wrong with %s', async (query, message) => {
    const { results, dispose } = overWebSocket(gateway.url, query);
    const error = await results.next().catch((errors: unknown) => errors);
    expect(JSON.stringify(error)).toMatch(message);
    dispose();
    expect(gateway.logged).toEqual([]);
  });

  test.each([
    [undefined, 4401],
    ['Bearer wrong', 4401],
  ])('a WebSocket with authorization %s is closed with %i', async (authorization, code) => {
    await using guarded = await testGateway({ clientTokens: ['right'] });
    const { results, closed, dispose } = overWebSocket(
      guarded.url,
      '{ __typename }',
      authorization === undefined ? {} : { authorization },
    );
    await expect(results.next()).rejects.toMatchObject({ code });
    expect(await closed).toMatchObject({ code, reason: expect.stringMatching(/token/i) });
    dispose();
  });

  test('a WebSocket with a valid token is accepted', async () => {
    await using guarded = await testGateway({ clientTokens: ['right'] });
    const { results, dispose } = overWebSocket(guarded.url, '{ __typename }', {
      authorization: 'Bearer right',
    });
    expect(await results.next()).toMatchObject({ value: { data: { __typename: 'Query' } } });
    dispose();
  });

  test('a WebSocket with a token for another gateway is closed with 4403', async () => {
    const pair = await generateKeyPair('ES256');
    const jwt = { jwksUrl: 'https://keys.example.org', issuer: null, audience: 'gateway' };
    const jwtKeys = createLocalJWKSet({ keys: [await exportJWK(pair.publicKey)] });
    await using guarded = await testGateway({ jwt }, { jwtKeys });
    const token = new SignJWT({})
      .setProtectedHeader({ alg: 'ES256' })
      .setAudience('other')
      .setExpirationTime('1h');
    const authorization = `Bearer ${await token.sign(pair.privateKey)}`;
    const { results, dispose } = overWebSocket(guarded.url, '{ __typename }', { authorization });
    await expect(results.next()).rejects.toMatchObject({ code: 4403 });
    dispose();
  });

  test.each([
    ['from a foreign page', '/graphql', 'https://evil.example.org', 403],
    ['at another path', '/elsewhere', undefined, 404],
  ])('a WebSocket %s is refused', async (_, path, origin, code) => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws', {
      ...(origin === undefined ? {} : { origin }),
    });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain(String(code));
  });

  test('a WebSocket that sends too large a message is closed without affecting others', async () => {
    await using small = await testGateway({ maxBodyBytes: 2000 });
    const socket = new WebSocket(`${small.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send('x'.repeat(3000));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
    expect((await small.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});

describe('at the close', () => {
  test('closing waits for operations in flight', async () => {
    const task = Promise.withResolvers<undefined>();
    const queried = new Promise<void>((resolve) => {
      gateway.tasks.onGet = () => {
        resolve();
        return task.promise;
      };
    });
    const running = gateway.ask('{ task(id: "1") { id } }');
    await queried;
    const closed = gateway.close();
    await expect(fetch(`${gateway.url}/health/live`)).rejects.toThrow();
    expect(gateway.tasks.isClosed).toBe(false);
    task.resolve(undefined);
    expect((await running).data).toEqual({ task: null });
    await closed;
    expect(gateway.tasks.isClosed).toBe(true);
  });

  test('closing does not wait longer than its limit', async () => {
    await using impatient = await testGateway({}, { closeWithinMs: 50 });
    const queried = new Promise<void>((resolve) => {
      impatient.tasks.onGet = () => {
        resolve();
        return new Promise(() => undefined);
      };
    });
    const running = impatient.ask('{ task(id: "1") { id } }').catch((error: unknown) => error);
    await queried;
    await impatient.close();
    expect(await running).toMatchObject({ message: 'fetch failed' });
  });
});
