import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import {
  sampleElement,
  sampleProblem,
  sampleTask,
  sampleVoice,
  succeededTask,
  succeededTasks,
} from '../../../testing/samples.ts';
import { testGateway, type TestGateway } from '../../../testing/test-gateway.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await testGateway();
});
afterEach(() => gateway.close());

describe('task', () => {
  test('a task has all fields, with times in RFC 3339 and all digits of IDs', async () => {
    gateway.tasks.known.set('mine', succeededTask({ externalId: 'mine', unitsCharged: '0.5' }));
    const { data } = await gateway.ask(`{
      task(id: "mine") {
        id externalId status statusMessage final createdAt updatedAt unitsCharged
        elements { id task { id } frontalImage otherImages video voice { id } tags referenceType }
      }
    }`);
    expect(data).toEqual({
      task: {
        id: '1001',
        externalId: 'mine',
        status: 'SUCCEEDED',
        statusMessage: null,
        final: true,
        createdAt: '2024-08-04T07:59:17.708Z',
        updatedAt: '2024-08-04T07:59:17.708Z',
        unitsCharged: '0.5',
        elements: [
          {
            id: '856528387816046601',
            task: { id: '1001' },
            frontalImage: 'https://cdn.example.com/front.png?signature=1',
            otherImages: ['https://cdn.example.com/side.png'],
            video: null,
            voice: null,
            tags: ['ANIMAL'],
            referenceType: 'IMAGE',
          },
        ],
      },
    });
  });

  test('an unknown task is null', async () => {
    expect(await gateway.ask('{ task(id: "nobody") { id } }')).toMatchObject({ data: { task: null } });
  });

  test('an invalid URL from Kling does not make a query fail', async () => {
    const elements = [sampleElement({ frontalImage: 'not a URL', otherImages: ['', '//x'] })];
    gateway.tasks.known.set('1001', succeededTask({ elements }));
    const { data, errors } = await gateway.ask(
      '{ task(id: "1001") { elements { frontalImage otherImages } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      task: { elements: [{ frontalImage: 'not a URL', otherImages: ['', '//x'] }] },
    });
  });

  test.each([
    ['in the query', '{ task(id: 856528387816046601) { id } }', ''],
    [
      'as a variable',
      'query ($id: ID!) { task(id: $id) { id } }',
      ', "variables": { "id": 856528387816046601 }',
    ],
  ])('an ID above 2^53 that is sent as a number keeps all its digits %s', async (_, query, variables) => {
    const keys: string[] = [];
    gateway.tasks.onGet = (key) => {
      keys.push(key);
      return Promise.resolve(undefined);
    };
    await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{ "query": ${JSON.stringify(query)} ${variables} }`,
    });
    expect(keys).toEqual(['856528387816046601']);
  });

  test('a query that Kling refuses gets a GraphQL error with the kind of problem', async () => {
    const problem = sampleProblem('RATE_LIMIT', { klingCode: 1302, requestId: 'kling-request' });
    gateway.tasks.onGet = () => Promise.reject(problem);
    const { data, errors } = await gateway.ask('{ task(id: "1") { id } }');
    expect(data).toEqual({ task: null });
    expect(errors).toMatchObject([
      {
        message: problem.message,
        path: ['task'],
        extensions: {
          code: 'KLING_RATE_LIMIT',
          kind: 'RATE_LIMIT',
          klingCode: 1302,
          requestId: 'kling-request',
          retryable: true,
          outcome: 'NOT_DONE',
          externalId: null,
          retryAfterSeconds: null,
        },
      },
    ]);
    expect(gateway.logged).toEqual([]);
  });

  test('an unexpected error is reported only by its request ID, under which it is logged', async () => {
    gateway.tasks.onGet = () => Promise.reject(new Error('secret path /home/someone'));
    const { errors, headers } = await gateway.ask(
      '{ task(id: "1") { id } }',
      {},
      { 'x-request-id': 'mine-1' },
    );
    expect(headers.get('x-request-id')).toBe('mine-1');
    expect(errors).toMatchObject([
      {
        message: 'Something went wrong in the gateway. The log has the details under request ID mine-1.',
        extensions: { requestId: 'mine-1' },
      },
    ]);
    expect(JSON.stringify(errors)).not.toContain('secret');
    expect(gateway.logged).toMatchObject([
      { requestId: 'mine-1', err: { message: 'secret path /home/someone' } },
    ]);
  });
});

describe('tasks', () => {
  test('tasks are read page by page, and recorded in the ledger', async () => {
    gateway.kling.addAll(succeededTasks(137));
    const { data } = await gateway.ask('{ tasks(first: 25) { nodes { id } pageInfo { hasNextPage } } }');
    expect(data).toMatchObject({ tasks: { pageInfo: { hasNextPage: true } } });
    expect(gateway.kling.calls).toEqual(['tasks 1 of 26']);
    expect(gateway.tasks.recorded).toHaveLength(26);
  });

  test.each([
    ['[FAILED, PROCESSING]', ['4', '2']],
    ['FAILED', ['4']],
    ['[]', ['4', '3', '2', '1']],
    ['null', ['4', '3', '2', '1']],
  ])('tasks are filtered by status: %s', async (status, expected) => {
    const statuses = ['SUCCEEDED', 'PROCESSING', 'SUBMITTED', 'FAILED'] as const;
    gateway.kling.addAll(
      succeededTasks(4).map((task, index) => ({
        ...task,
        status: statuses[3 - index] ?? 'FAILED',
      })),
    );
    const { data } = await gateway.ask(`{ tasks(status: ${status}) { nodes { id } } }`);
    expect(data).toEqual({ tasks: { nodes: expected.map((id) => ({ id })) } });
  });

  test('tasks of a kind are those that created elements, or voices', async () => {
    gateway.kling.add({ id: '1' });
    gateway.kling.ownVoices = [
      succeededTask({ id: '2', elements: [], voices: [sampleVoice({ id: 'v' })] }),
      sampleTask({ id: '3' }),
    ];
    const { data } = await gateway.ask(`{
      all: tasks { nodes { id kind voices { id } } }
      elements: tasks(kind: ELEMENT) { nodes { id kind } }
      voices: tasks(kind: VOICE) { nodes { id kind status elements { id } voices { id } } }
      made: tasks(kind: VOICE, status: [SUCCEEDED]) { nodes { id } }
    }`);
    expect(data).toEqual({
      all: { nodes: [{ id: '1', kind: 'ELEMENT', voices: [] }] },
      elements: { nodes: [{ id: '1', kind: 'ELEMENT' }] },
      voices: {
        nodes: [
          { id: '2', kind: 'VOICE', status: 'SUCCEEDED', elements: [], voices: [{ id: 'v' }] },
          { id: '3', kind: 'VOICE', status: 'SUBMITTED', elements: [], voices: [] },
        ],
      },
      made: { nodes: [{ id: '2' }] },
    });
    expect(gateway.tasks.recorded.map(({ id }) => id)).not.toContain('2');
  });

  test('an invalid argument of tasks is an error with the code BAD_USER_INPUT', async () => {
    const { errors } = await gateway.ask('{ tasks(first: 501) { nodes { id } } }');
    expect(errors).toMatchObject([
      { message: 'first is 501; give 1 to 500.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});
