import { execFile, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { json as readJson } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultCredentials, startSandbox } from '@kling-elements/sandbox';

import { buildGateway, launchGateway } from '../../harness/gateway/bundle.ts';
import { freePort } from '../../harness/free-port.ts';
import { media, mediaPath } from '../../harness/media/index.ts';
import { killAll } from '../../harness/process.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { map, operations, uploads } from './uploads.ts';

const sandbox = await startSandbox({ hold: true });
let endpoint: string;

beforeAll(async () => {
  buildGateway();
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}/graphql`;
  const gateway = launchGateway({
    PORT: String(port),
    DATA_DIR: temporaryFolder(),
    KLING_API_KEY: defaultCredentials.apiKey,
    KLING_BASE_URL: sandbox.url,
  });
  await gateway.printed(endpoint);
}, 60_000);

afterAll(async () => {
  killAll();
  await sandbox.close();
});

const created = { data: { createElement: { __typename: 'CreateElementSuccess' } } };

async function post(body: string | Buffer<ArrayBuffer>, headers: Record<string, string>): Promise<unknown> {
  const response = await fetch(endpoint, { method: 'POST', headers, body });
  return { status: response.status, ...((await response.json()) as object) };
}

describe('uploads', () => {
  test.each(uploads)('an upload is read as $name sends it', async ({ contentType, body }) => {
    expect(await post(body, { 'content-type': contentType })).toMatchObject(created);
  });

  test('an upload is read as Node’s FormData sends it, whether its fields are texts or Blobs', async () => {
    for (const asField of [
      (text: string) => text,
      (text: string) => new Blob([text], { type: 'application/json' }),
    ]) {
      const form = new FormData();
      form.append('operations', asField(operations));
      form.append('map', asField(map));
      form.append('front', new Blob([media('front-640x640.jpg')]));
      form.append('side', new File([media('side-480x640.png')], 'bild ü "1".png', { type: 'image/png' }));
      const response = await fetch(endpoint, { method: 'POST', body: form });
      expect(await response.json()).toMatchObject(created);
    }
  });

  test('an upload that is compressed is read', async () => {
    const [{ body, contentType }] = uploads as [(typeof uploads)[number]];
    const headers = { 'content-type': contentType, 'content-encoding': 'gzip' };
    expect(await post(gzipSync(body), headers)).toMatchObject(created);
  });
});

const files = [mediaPath('front-640x640.jpg'), mediaPath('side-480x640.png')] as const;
const clients = join(import.meta.dirname, 'clients');

/** Real clients; the recorded uploads stand in for those that a machine does not have. */
const realClients: readonly (readonly [name: string, probe: string[], command: () => string[]])[] = [
  [
    'curl',
    ['curl', '--version'],
    () => [
      ...[
        'curl',
        '-sS',
        endpoint,
        '-F',
        `operations=${operations};type=application/json`,
        '-F',
        `map=${map}`,
      ],
      ...['-F', `front=@${files[0]}`, '-F', `side=@${files[1]};filename=bild ü.png`],
    ],
  ],
  [
    'Python’s requests',
    ['python3', '-c', 'import requests'],
    () => ['python3', join(clients, 'upload.py'), endpoint, operations, map, ...files],
  ],
  [
    'a Java program',
    ['javac', '--version'],
    () => ['java', join(clients, 'Upload.java'), endpoint, operations, map, ...files],
  ],
];

const available = realClients.filter(([, [program = '', ...args]]) => spawnSync(program, args).status === 0);

test.each(available)(
  'the gateway reads an upload by %s',
  async (_name, _probe, command) => {
    const [program = '', ...args] = command();
    const { stdout } = await promisify(execFile)(program, args, {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    expect(JSON.parse(stdout)).toMatchObject(created);
  },
  60_000,
);

describe('requests in JSON', () => {
  const json = { 'content-type': 'application/json' };
  const ask = JSON.stringify({ query: '{ __typename }' });
  const answer = { status: 200, data: { __typename: 'Query' } };

  test.each([
    ['gzip', gzipSync(ask)],
    ['deflate', deflateSync(ask)],
    ['br', brotliCompressSync(ask)],
    ['identity', Buffer.from(ask)],
  ])('a request in the Content-Encoding %s is read', async (encoding, body) => {
    expect(await post(body, { ...json, 'content-encoding': encoding })).toMatchObject(answer);
  });

  test('a request with a byte order mark is read', async () => {
    expect(await post(`\ufeff${ask}`, json)).toMatchObject(answer);
  });

  test('a request that offers HTTP/2, as Java’s client does, is answered in HTTP/1.1', async () => {
    const headers = {
      ...json,
      connection: 'Upgrade, HTTP2-Settings',
      upgrade: 'h2c',
      'http2-settings': 'AA',
    };
    const outgoing = request(endpoint, { method: 'POST', headers });
    outgoing.end(ask);
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect(await readJson(response)).toEqual({ data: { __typename: 'Query' } });
  });

  test.each([
    [
      'an unknown encoding',
      'lz4',
      Buffer.from(ask),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      /"lz4", which is not supported/,
    ],
    ['a wrong encoding', 'gzip', Buffer.from(ask), 400, 'BAD_REQUEST', /not in the Content-Encoding "gzip"/],
    [
      'a compressed bomb',
      'br',
      brotliCompressSync(Buffer.alloc(300_000_000)),
      413,
      'REQUEST_TOO_LARGE',
      /larger/,
    ],
    ['UTF-16', 'identity', Buffer.from(`\ufeff${ask}`, 'utf16le'), 400, 'BAD_REQUEST', /UTF-16.*UTF-8/],
  ])('a request in %s is refused with that reason', async (_what, encoding, body, status, code, message) => {
    expect(await post(body, { ...json, 'content-encoding': encoding })).toMatchObject({
      status,
      errors: [{ message: expect.stringMatching(message), extensions: { code } }],
    });
  });
});
