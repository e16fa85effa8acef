import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type ByteSource, bytesSource, UrlIssueError } from '@kling-elements/validation';

import { greyPng } from '../../../testing/images.ts';
import { sampleElement, sampleProblem, sampleVoice, succeededTask } from '../../../testing/samples.ts';
import { type Reply, testGateway, type TestGateway } from '../../../testing/test-gateway.ts';

let gateway: TestGateway;
const openUrl = jest.fn<(url: string) => Promise<ByteSource>>();
beforeEach(async () => {
  openUrl.mockReset().mockImplementation(() => Promise.resolve(bytesSource(good)));
  gateway = await testGateway({}, { createUrlOpener: () => openUrl });
});
afterEach(() => gateway.close());

const good = greyPng(300, 300);
const small = greyPng(299, 300);
const base64 = good.toString('base64');
const url = 'https://images.example.org/front.png';

const create = `mutation ($input: CreateElementInput!) {
  createElement(input: $input) {
    __typename
    ... on CreateElementSuccess { repeated task { id status elements { id } } }
    ... on InvalidInput { message issues { path code message } }
    ... on KlingProblem { message kind klingCode outcome externalId retryAfterSeconds requestId retryable }
  }
}`;

function input(given: Record<string, unknown> = {}) {
  const images = { frontal: { base64 }, others: [{ url }] };
  return { name: 'Fox', description: 'A red fox', reference: { images }, ...given };
}

/** Sends files as the GraphQL multipart request specification has it. */
async function upload(
  operations: unknown,
  map: unknown,
  files: Record<string, Buffer<ArrayBuffer>>,
): Promise<Reply> {
  const form = new FormData();
  form.set('operations', JSON.stringify(operations));
  form.set('map', JSON.stringify(map));
  for (const [key, bytes] of Object.entries(files)) form.set(key, new Blob([bytes]), `${key}.png`);
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', body: form });
  return { status: response.status, headers: response.headers, ...((await response.json()) as object) };
}

describe('createElement', () => {
  test('createElement announces the create from before its checks until its end, for those who subscribe to it', async () => {
    const announcedDuring: string[][] = [];
    openUrl.mockImplementation(() => {
      announcedDuring.push([...gateway.tasks.announced]);
      return Promise.resolve(bytesSource(small));
    });
    const { data } = await gateway.ask(create, { input: input({ externalId: 'key' }) });
    expect(data).toMatchObject({ createElement: { __typename: 'InvalidInput' } });
    expect(announcedDuring).toEqual([['key']]);
    expect([...gateway.tasks.announced]).toEqual([]);
  });

  test('createElement passes on the checked input, with Base64 without prefixes and IDs as strings', async () => {
    const { data } = await gateway.ask(create, {
      input: input({
        reference: { images: { frontal: { base64: `data:image/png;base64,${base64}` }, others: [{ url }] } },
        voiceId: 77,
        externalId: 42,
        tags: ['ANIMAL'],
      }),
    });
    expect(data).toEqual({
      createElement: {
        __typename: 'CreateElementSuccess',
        repeated: false,
        task: { id: '1001', status: 'SUBMITTED', elements: [] },
      },
    });
    expect(gateway.tasks.created).toEqual([
      {
        name: 'Fox',
        description: 'A red fox',
        reference: { images: { frontal: { base64 }, others: [{ url }] } },
        voiceId: '77',
        externalId: '42',
        tags: ['ANIMAL'],
        callbackUrl: null,
      },
    ]);
    expect(openUrl.mock.calls).toEqual([[url]]);
  });

  test('createElement accepts any combination of files, URLs and Base64', async () => {
    const images = { frontal: { file: null }, others: [{ url }, { file: null }, { base64 }] };
    const { data } = await upload(
      { query: create, variables: { input: input({ reference: { images } }) } },
      {
        front: ['variables.input.reference.images.frontal.file'],
        side: ['variables.input.reference.images.others.1.file'],
      },
      { front: good, side: greyPng(400, 300) },
    );
    expect(data).toMatchObject({ createElement: { __typename: 'CreateElementSuccess' } });
    const [created] = gateway.tasks.created;
    const references =
      created !== undefined && 'images' in created.reference ? created.reference.images : undefined;
    expect(references?.others).toEqual([{ url }, { bytes: greyPng(400, 300) }, { base64 }]);
    expect(references?.frontal).toEqual({ bytes: good });
  });

  test('createElement accepts a file that is used twice', async () => {
    const images = { frontal: { file: null }, others: [{ file: null }] };
    const places = ['frontal', 'others.0'].map((place) => `variables.input.reference.images.${place}.file`);
    const operations = { query: create, variables: { input: input({ reference: { images } }) } };
    const { data } = await upload(operations, { both: places }, { both: good });
    expect(data).toMatchObject({ createElement: { __typename: 'CreateElementSuccess' } });
  });

  test('uploaded files are kept until the last field of the operation has been executed, and freed then', async () => {
    const createElement = jest.spyOn(gateway.tasks, 'createElement');
    const images = { frontal: { file: null }, others: [{ file: null }] };
    const places = ['frontal', 'others.0'].map((place) => `variables.input.reference.images.${place}.file`);
    const query = `mutation ($input: CreateElementInput!, $draft: DraftElementInput!) {
      first: createElement(input: $input) { __typename }
      checked: checkElement(input: $draft) { __typename }
      second: createElement(input: $input) { __typename }
    }`;
    const given = input({ reference: { images } });
    const operations = { query, variables: { input: given, draft: given } };
    const inDraft = places.map((place) => place.replace('input', 'draft'));
    const { data } = await upload(operations, { both: [...places, ...inDraft] }, { both: good });
    expect(data).toMatchObject({
      first: { __typename: 'CreateElementSuccess' },
      checked: { __typename: 'CheckElementSuccess' },
      second: { __typename: 'CreateElementSuccess' },
    });
    const frontal = { bytes: good };
    expect(gateway.tasks.created).toMatchObject([
      { reference: { images: { frontal } } },
      { reference: { images: { frontal } } },
    ]);
    const freed = { reference: { images: { frontal: { bytes: new Uint8Array() } } } };
    expect(createElement.mock.calls.map(([created]) => created)).toMatchObject([freed, freed]);
  });

  test('createElement reports all issues at once, by the paths of its input, and creates nothing', async () => {
    const images = { frontal: { file: null }, others: [{ url: 'nowhere' }, { base64: '***' }] };
    const { data } = await upload(
      { query: create, variables: { input: input({ name: 'x'.repeat(21), reference: { images } }) } },
      { front: ['variables.input.reference.images.frontal.file'] },
      { front: small },
    );
    expect(data).toEqual({
      createElement: {
        __typename: 'InvalidInput',
        message:
          '4 things are wrong with this input: name, reference.images.others[0].url, reference.images.others[1].base64, reference.images.frontal.file.',
        issues: [
          { path: 'name', code: 'TOO_LONG', message: expect.any(String) },
          { path: 'reference.images.others[0].url', code: 'NOT_A_URL', message: expect.any(String) },
          { path: 'reference.images.others[1].base64', code: 'NOT_BASE64', message: expect.any(String) },
          { path: 'reference.images.frontal.file', code: 'IMAGE_TOO_SMALL', message: expect.any(String) },
        ],
      },
    });
    expect(gateway.tasks.created).toEqual([]);
  });

  test('the message of an input with a single issue is that of the issue', async () => {
    const { data } = await gateway.ask(create, { input: input({ description: ' ' }) });
    expect(data).toMatchObject({
      createElement: { message: 'description: Enter the description: 1 to 100 characters.' },
    });
  });

  test('createElement accepts the URL of a video, readable or not', async () => {
    openUrl.mockImplementation(() =>
      Promise.reject(new UrlIssueError({ code: 'URL_UNREADABLE', message: 'No response.' })),
    );
    const video = { url: 'https://videos.example.org/walk.mp4' };
    const { data } = await gateway.ask(create, { input: input({ reference: { video } }) });
    expect(data).toMatchObject({ createElement: { __typename: 'CreateElementSuccess' } });
    expect(gateway.tasks.created).toMatchObject([{ reference: { video } }]);
  });

  test.each([
    ['an image in two forms', { images: { frontal: { base64, url }, others: [{ url }] } }],
    ['images and a video', { images: { frontal: { url }, others: [{ url }] }, video: { url } }],
    ['no reference', {}],
  ])('an input with %s is refused by GraphQL itself', async (_, reference) => {
    const { errors } = await gateway.ask(create, { input: input({ reference }) });
    expect(errors?.[0]?.message).toMatch(/exactly one|oneof/i);
    expect(gateway.tasks.created).toEqual([]);
  });

  test('a string in place of a file is refused', async () => {
    const images = { frontal: { file: 'front.png' }, others: [{ url }] };
    const { errors } = await gateway.ask(create, { input: input({ reference: { images } }) });
    expect(errors?.[0]?.message).toMatch(/multipart/);
  });

  test("createElement returns Kling's refusal as a KlingProblem", async () => {
    const problem = sampleProblem('DUPLICATE', { klingCode: 1201, requestId: 'kling-request' });
    gateway.tasks.onCreate = () => Promise.reject(problem);
    const { data, errors } = await gateway.ask(create, { input: input() });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      createElement: {
        __typename: 'KlingProblem',
        message: problem.message,
        kind: 'DUPLICATE',
        klingCode: 1201,
        outcome: 'NOT_DONE',
        externalId: null,
        retryAfterSeconds: null,
        requestId: 'kling-request',
        retryable: false,
      },
    });
  });

  test('a repeated create is reported as repeated', async () => {
    gateway.tasks.onCreate = () => Promise.resolve({ task: succeededTask(), repeated: true });
    const { data } = await gateway.ask(create, { input: input({ externalId: 'again' }) });
    expect(data).toMatchObject({ createElement: { repeated: true, task: { status: 'SUCCEEDED' } } });
  });

  test('an unexpected error of createElement is masked and logged', async () => {
    gateway.tasks.onCreate = () => Promise.reject(new Error('disk is full'));
    const { errors } = await gateway.ask(create, { input: input() });
    expect(errors).toMatchObject([
      { path: ['createElement'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect(gateway.logged).toMatchObject([{ err: { message: 'disk is full' } }]);
  });
});

describe('a multipart request', () => {
  const operations = { query: create, variables: { input: input() } };

  test.each([
    ['a file that was not sent', operations, { a: ['variables.input.name'] }, {}, /"a" that was not sent/],
    [
      'a file for a variable that is not null',
      operations,
      { a: ['variables.input.name'] },
      { a: good },
      /not null/,
    ],
    [
      'a file for a variable that does not exist',
      operations,
      { a: ['variables.__proto__.x'] },
      { a: good },
      /not null/,
    ],
    ['a list in place of the map', operations, [], { a: good }, /"map"/],
    ['a map to strings in place of lists', operations, { a: 'variables.input.name' }, { a: good }, /"map"/],
    ['a string in place of operations', 'x', {}, {}, /object/],
  ])('a multipart request with %s is refused with one error', async (_, operation, map, files, message) => {
    const { status, errors } = await upload(operation, map, files);
    expect(status).toBe(400);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toMatch(message);
    expect(gateway.logged).toEqual([]);
  });

  test('a multipart request that ends in the middle of a part is refused', async () => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{',
    });
    expect(response.status).toBe(400);
    expect(gateway.logged).toEqual([]);
  });
});

describe('checkElement', () => {
  const check = `mutation ($input: DraftElementInput!) {
    checkElement(input: $input) {
      __typename
      ... on CheckElementSuccess { warnings { path code message } }
      ... on InvalidInput { issues { path code limit actual } }
    }
  }`;

  test.each<[string, object, string[]]>([
    ['nothing', {}, ['name', 'description', 'reference']],
    ['nulls', { name: null, description: null, reference: null }, ['name', 'description', 'reference']],
    ['only words', { name: 'Fox', description: 'A red fox' }, ['reference']],
    [
      'images that are still missing',
      { name: 'Fox', description: 'A red fox', reference: { images: {} } },
      ['reference.images.frontal', 'reference.images.others'],
    ],
    [
      'an image without content',
      { name: 'Fox', description: 'A red fox', reference: { images: { frontal: {}, others: [{ base64 }] } } },
      ['reference.images.frontal'],
    ],
    [
      'an image in two forms',
      input({ reference: { images: { frontal: { base64, url }, others: [{ base64 }] } } }),
      ['reference.images.frontal.base64'],
    ],
    [
      'both kinds of reference',
      input({ reference: { images: { frontal: { base64 }, others: [{ base64 }] }, video: { url } } }),
      ['reference.video', 'reference.video.url'],
    ],
  ])('checkElement reports what is wrong with a draft that has %s', async (_, draft, paths) => {
    const { data } = await gateway.ask(check, { input: draft });
    const issues = paths.map((path) => expect.objectContaining({ path }));
    expect(data).toMatchObject({ checkElement: { __typename: 'InvalidInput', issues } });
  });

  test('an issue about a number has the limit and the number', async () => {
    const images = { frontal: { base64: small.toString('base64') }, others: [{ base64 }] };
    const draft = input({ name: 'x'.repeat(21), reference: { images } });
    expect((await gateway.ask(check, { input: draft })).data).toMatchObject({
      checkElement: {
        issues: [
          { path: 'name', code: 'TOO_LONG', limit: 20, actual: 21 },
          { path: 'reference.images.frontal.base64', code: 'IMAGE_TOO_SMALL', limit: 300, actual: 299 },
        ],
      },
    });
  });

  test('an issue about anything else has neither limit nor number', async () => {
    expect((await gateway.ask(check, { input: input({ name: '' }) })).data).toMatchObject({
      checkElement: { issues: [{ code: 'REQUIRED', limit: null, actual: null }] },
    });
  });

  test.each<[string, string[]]>([
    ['preset', []],
    ['own', []],
    ['deleted', ['voiceId']],
    ['nowhere', ['voiceId']],
  ])('checkElement warns of voices that are not listed: the voice %s', async (voiceId, paths) => {
    gateway.kling.presetVoiceTasks = [succeededTask({ voices: [sampleVoice({ id: 'preset' })] })];
    gateway.kling.ownVoices = [
      succeededTask({ voices: [sampleVoice({ id: 'deleted', deleted: true })] }),
      succeededTask({ id: '2', voices: [sampleVoice({ id: 'own' })] }),
    ];
    const { data } = await gateway.ask(check, { input: input({ voiceId }) });
    const warnings = paths.map((path) => expect.objectContaining({ path, code: 'NOT_A_CHOICE' }));
    expect(data).toMatchObject({ checkElement: { __typename: 'CheckElementSuccess', warnings } });
  });

  test('checkElement warns when the voices cannot be read', async () => {
    gateway.kling.fault = () => ({ error: sampleProblem('UNAVAILABLE') });
    const { data } = await gateway.ask(check, { input: input({ voiceId: 'own' }) });
    expect(data).toMatchObject({
      checkElement: { warnings: [{ path: 'voiceId', message: expect.stringContaining('at the moment') }] },
    });
  });

  test('checkElement creates nothing, and warns of media that could not be inspected', async () => {
    openUrl.mockImplementation(() =>
      Promise.reject(new UrlIssueError({ code: 'URL_UNREADABLE', message: 'No response.' })),
    );
    const { data } = await gateway.ask(check, { input: input() });
    expect(data).toEqual({
      checkElement: {
        __typename: 'CheckElementSuccess',
        warnings: [
          { path: 'reference.images.others[0].url', code: 'URL_UNREADABLE', message: 'No response.' },
        ],
      },
    });
    expect(gateway.tasks.created).toEqual([]);
  });

  test('checkElement reports the same issues as createElement', async () => {
    const { data } = await gateway.ask(check, { input: input({ name: '' }) });
    expect(data).toEqual({
      checkElement: {
        __typename: 'InvalidInput',
        issues: [{ path: 'name', code: 'REQUIRED', limit: null, actual: null }],
      },
    });
  });
});

describe('deleteElement', () => {
  const remove = `mutation ($id: ID!) {
    deleteElement(id: $id) {
      __typename
      ... on DeleteElementSuccess { id element { name deleted } }
      ... on KlingProblem { kind }
    }
  }`;

  test('deleteElement keeps all digits of the ID', async () => {
    const { data } = await gateway.ask(remove, { id: '856528387816046601' });
    expect(data).toMatchObject({
      deleteElement: { __typename: 'DeleteElementSuccess', id: '856528387816046601' },
    });
    expect(gateway.tasks.deleted).toEqual(['856528387816046601']);
  });

  test('deleteElement returns the element if the gateway knows its task, otherwise null', async () => {
    gateway.tasks.known.set('1001', succeededTask({ elements: [sampleElement({ id: '9', deleted: true })] }));
    const answers = [await gateway.ask(remove, { id: '9' }), await gateway.ask(remove, { id: '8' })];
    expect(answers.map(({ data }) => data?.deleteElement)).toMatchObject([
      { element: { name: 'Fox', deleted: true } },
      { element: null },
    ]);
  });

  test('deleting an element twice is reported as a KlingProblem', async () => {
    gateway.tasks.onDelete = () => Promise.reject(sampleProblem('ALREADY_DELETED'));
    const { data } = await gateway.ask(remove, { id: '1' });
    expect(data).toEqual({ deleteElement: { __typename: 'KlingProblem', kind: 'ALREADY_DELETED' } });
  });
});
