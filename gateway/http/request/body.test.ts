import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { RequestAbortedError, BodyTooLargeError, readBody, readDecodedBody } from './body.ts';
import { UndecodableBodyError, UnknownEncodingError } from './decoded-request.ts';

let server: Server;
beforeEach(async () => {
  server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Sends the head of a request. @returns the client's and the server's side of it */
async function begin(
  head: string,
): Promise<{ client: Socket; request: IncomingMessage; answer: () => void }> {
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => undefined);
  const requested = once(server, 'request') as Promise<[IncomingMessage, { end: (body: string) => void }]>;
  client.write(`POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${head}\r\n\r\n`);
  const [request, response] = await requested;
  return {
    client,
    request,
    answer: () => {
      response.end('answered');
    },
  };
}

describe('a body', () => {
  test('a body is read as a whole, in whatever chunks it arrives', async () => {
    const { client, request } = await begin('transfer-encoding: chunked');
    const reading = readBody(request, 6);
    for (const piece of ['3\r\nabc\r\n', '1\r\nd\r\n', '2\r\nef\r\n0\r\n\r\n']) client.write(piece);
    expect((await reading).toString()).toBe('abcdef');
  });

  test('a body may be empty', async () => {
    const { request } = await begin('content-length: 0');
    expect(await readBody(request, 6)).toHaveLength(0);
  });

  test('a body whose Content-Length exceeds the limit is refused', async () => {
    const { request } = await begin('content-length: 7');
    await expect(readBody(request, 6)).rejects.toThrow(BodyTooLargeError);
  });

  test('a body that turns out too large is read to its end, so that the client gets to read the answer', async () => {
    const { client, request, answer } = await begin('transfer-encoding: chunked');
    const reading = readBody(request, 6);
    const answered = text(client);
    for (let pieces = 0; pieces < 100; pieces += 1) client.write(`1000\r\n${'x'.repeat(0x1000)}\r\n`);
    await expect(reading).rejects.toThrow(BodyTooLargeError);
    client.write('0\r\n\r\n');
    await once(request, 'end');
    answer();
    expect(await answered).toContain('answered');
  });

  test('a body that is aborted while it is read fails with RequestAbortedError', async () => {
    const { client, request } = await begin('content-length: 6');
    const reading = readBody(request, 6);
    client.write('abc', () => {
      client.destroy();
    });
    await expect(reading).rejects.toThrow(RequestAbortedError);
  });

  test('a body that was aborted before it is read fails with RequestAbortedError', async () => {
    const { client, request } = await begin('content-length: 6');
    client.destroy();
    await new Promise((resolve) => request.once('close', resolve));
    await expect(readBody(request, 6)).rejects.toThrow(RequestAbortedError);
  });
});

describe('an encoded body', () => {
  const gzipped = gzipSync('abcdef');
  /** Sends all of a body. */
  const send = async (encoding: string, body: Buffer) => {
    const sent = await begin(`content-encoding: ${encoding}\r\ncontent-length: ${body.length}`);
    sent.client.write(body);
    return sent;
  };

  test.each([
    ['gzip', gzipped],
    ['GZIP', gzipped],
    ['x-gzip', gzipped],
    ['deflate', deflateSync('abcdef')],
    ['br', brotliCompressSync('abcdef')],
    ['zstd', zstdCompressSync('abcdef')],
    ['identity', Buffer.from('abcdef')],
    ['', Buffer.from('abcdef')],
  ])('a body in the encoding "%s" is decoded', async (encoding, body) => {
    const { request } = await send(encoding, body);
    expect((await readDecodedBody(request, 100)).toString()).toBe('abcdef');
  });

  test('a body that is not to be decoded stays as it is', async () => {
    const { request } = await send('gzip', gzipped);
    expect(await readBody(request, 100)).toEqual(gzipped);
  });

  test('a small body of which much would come out is decoded no further than to the limit, and the client gets to read the answer', async () => {
    const { client, request, answer } = await send('gzip', gzipSync(Buffer.alloc(200_000_000)));
    const before = process.memoryUsage().arrayBuffers;
    const answered = text(client);
    await expect(readDecodedBody(request, 1_000_000)).rejects.toThrow(BodyTooLargeError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    answer();
    expect(await answered).toContain('answered');
  });

  test.each([
    ['gzip', Buffer.from('abcdef')],
    ['gzip', gzipped.subarray(0, -4)],
    ['br', gzipped],
  ])('a body that is not in the encoding %s fails with UndecodableBodyError', async (encoding, body) => {
    const { client, request, answer } = await send(encoding, body);
    const answered = text(client);
    await expect(readDecodedBody(request, 100)).rejects.toThrow(UndecodableBodyError);
    answer();
    expect(await answered).toContain('answered');
  });

  test.each(['lz4', 'gzip, br', 'compress'])(
    'a body in the encoding %s fails with UnknownEncodingError',
    async (encoding) => {
      const { client, request, answer } = await send(encoding, gzipped);
      const answered = text(client);
      await expect(readDecodedBody(request, 100)).rejects.toThrow(UnknownEncodingError);
      answer();
      expect(await answered).toContain('answered');
    },
  );

  test('an encoded body that is aborted fails with RequestAbortedError', async () => {
    const { client, request } = await begin('content-encoding: gzip\r\ncontent-length: 100');
    const reading = readDecodedBody(request, 100);
    client.write(gzipped.subarray(0, 10), () => {
      client.destroy();
    });
    await expect(reading).rejects.toThrow(RequestAbortedError);
  });
});
