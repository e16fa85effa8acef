import type { LookupAddress } from 'node:dns';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { type ByteSource, checkCreateElement, UrlIssueError } from '@kling-elements/validation';
import nock from 'nock';

import { createUrlOpener, type OpenUrl, type UrlOpenerOptions } from './url-opener.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  nock.cleanAll();
});
afterAll(() => {
  nock.cleanAll();
  nock.restore();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    handler(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${port}/image.png`, port, seen };
}

/** Bytes that contain their own offset. */
function file(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32BE(at, at);
  return bytes;
}

/** A server that serves ranges as RFC 9110 specifies. */
const ranges =
  (bytes: Buffer): Handler =>
  (request, response) => {
    const [, first = '0', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const from = Number(first);
    if (from >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    const to = Math.min(Number(last), bytes.length - 1);
    response.writeHead(206, {
      'content-type': 'image/png',
      'content-range': `bytes ${from}-${to}/${bytes.length}`,
      'content-length': to - from + 1,
    });
    response.end(bytes.subarray(from, to + 1));
  };

const wholeFile =
  (bytes: Buffer, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(200, { 'content-length': bytes.length, ...headers }).end(bytes);
  };

const openerWith = (more: Partial<UrlOpenerOptions> = {}): OpenUrl =>
  createUrlOpener({ allowPrivateUrls: true, ...more })();

const resolvesTo =
  (...addresses: string[]) =>
  (): Promise<LookupAddress[]> =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));

async function faultOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UrlIssueError)) throw new Error('no fault was thrown', { cause: error });
  return error.issue;
}

async function expectSame(source: ByteSource, bytes: Buffer, offset: number, length: number) {
  const read = await source.read(offset, length);
  expect(Buffer.from(read).equals(bytes.subarray(offset, offset + length))).toBe(true);
}

describe('a file on a server that serves ranges', () => {
  test('a file on a server with ranges has a known size, and is read anywhere', async () => {
    const bytes = file(300_000);
    const { url } = await serve(ranges(bytes));
    const source = await openerWith()(url);
    expect(source.size).toBe(300_000);
    const pieces = [
      [0, 10],
      [65_530, 20],
      [150_001, 100_000],
      [299_990, 10],
      [299_990, 500],
      [300_000, 1],
      [0, 300_000],
    ] as const;
    for (const [offset, length] of pieces) await expectSame(source, bytes, offset, length);
  });

  test('a file on a server with ranges is requested in blocks, and each of them once only', async () => {
    const { url, seen } = await serve(ranges(file(300_000)));
    const source = await openerWith()(url);
    for (let offset = 0; offset < 60_000; offset += 1000) await source.read(offset, 1000);
    await source.read(299_999, 1);
    await source.read(270_000, 20);
    expect(seen.map(({ headers }) => headers.range)).toEqual(['bytes=0-65535', 'bytes=262144-299999']);
  });

  test('a file on a server with ranges is read on one connection, without credentials, cookies and compression', async () => {
    const { url, seen } = await serve(ranges(file(300_000)));
    const source = await openerWith()(url.replace('//', '//user:password@'));
    await source.read(200_000, 1);
    expect(new Set(seen.map(({ socket }) => socket.remotePort)).size).toBe(1);
    for (const { headers } of seen) {
      expect(headers).toMatchObject({ 'accept-encoding': 'identity' });
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('cookie');
    }
  });

  test('a file on a server with ranges is read on the connection that the check before has left', async () => {
    const { url, seen } = await serve(ranges(file(100)));
    const check = createUrlOpener({ allowPrivateUrls: true });
    await check()(url);
    await check()(url);
    expect(new Set(seen.map(({ socket }) => socket.remotePort)).size).toBe(1);
  });

  test('a file on a server with ranges may be empty', async () => {
    const { url } = await serve(ranges(file(0)));
    const source = await openerWith()(url);
    expect(source.size).toBe(0);
    await expect(source.read(0, 10)).resolves.toHaveLength(0);
  });

  test('a file on a server with ranges cannot be read any more when it changes between two reads', async () => {
    let length = 200_000;
    const { url } = await serve((request, response) => {
      ranges(file(length))(request, response);
      length += 4;
    });
    const source = await openerWith()(url);
    expect(await faultOf(source.read(150_000, 1))).toMatchObject({ code: 'URL_UNREADABLE' });
  });
});

describe('a file on a server that serves no ranges', () => {
  test('a file on a server without ranges is read from the start, forwards and back, in a single request', async () => {
    const bytes = file(600_000);
    const { url, seen } = await serve(wholeFile(bytes));
    const source = await openerWith()(url);
    expect(source.size).toBe(600_000);
    const pieces = [
      [0, 10],
      [100_000, 70_000],
      [4, 200_000],
      [599_000, 5000],
      [600_000, 1],
    ] as const;
    for (const [offset, length] of pieces) await expectSame(source, bytes, offset, length);
    expect(seen).toHaveLength(1);
  });

  test('a file on a server without ranges is given up when the bytes to read are far beyond its start', async () => {
    let closed: Promise<unknown> | undefined;
    const { url } = await serve((_request, response) => {
      closed = once(response, 'close');
      response.writeHead(200, { 'content-length': 1e9 }).write(file(100_000));
    });
    const source = await openerWith()(url);
    await expectSame(source, file(100_000), 0, 1000);
    const fault = await faultOf(source.read(3_000_000, 10));
    expect(fault.code).toBe('URL_UNREADABLE');
    expect(fault.message).toContain('sends files from the start only');
    await closed;
  });

  test('a file on a server without ranges has no known size when its end would be inspected and is out of reach', async () => {
    const sizeOf = async (length: number) => {
      const { url } = await serve((_request, response) => {
        response.writeHead(200, { 'content-length': length }).write('begin');
      });
      return (await openerWith()(url)).size;
    };
    expect(await sizeOf(1_000_000)).toBe(1_000_000);
    expect(await sizeOf(5_000_000)).toBeUndefined();
    expect(await sizeOf(11_000_000)).toBe(11_000_000);
  });

  test('a file on a server without ranges may be of unknown size', async () => {
    const { url } = await serve((_request, response) => {
      response.write('abc');
      response.end('def');
    });
    const source = await openerWith()(url);
    expect(source.size).toBe(6);
    expect(Buffer.from(await source.read(2, 100)).toString()).toBe('cdef');
  });

  test('a file on a server without ranges may be empty', async () => {
    const { url } = await serve(wholeFile(Buffer.alloc(0)));
    const source = await openerWith()(url);
    expect(source.size).toBe(0);
    await expect(source.read(0, 10)).resolves.toHaveLength(0);
  });
});

describe('what cannot be read from here', () => {
  test.each([401, 403, 404, 410, 429, 500, 503])(
    'a URL that is answered with HTTP %i cannot be read',
    async (status) => {
      const { url, port } = await serve((_request, response) => response.writeHead(status).end('<html>'));
      expect(await faultOf(openerWith()(`${url}?signature=secret`))).toEqual({
        code: 'URL_UNREADABLE',
        message: `127.0.0.1:${port} responded with HTTP ${status}. Kling may still be able to read it; check the URL.`,
      });
    },
  );

  test('a web page in place of a file cannot be read as media', async () => {
    const { url } = await serve(
      wholeFile(Buffer.from('\n<!doctype html><title>Log in</title>'), {
        'content-type': 'text/html; charset=utf-8',
      }),
    );
    expect((await faultOf(openerWith()(url))).message).toContain(
      'responded with a web page instead of a file',
    );
  });

  test('a file whose content type is wrongly that of a web page can be read', async () => {
    const { url } = await serve(wholeFile(file(100), { 'content-type': 'text/html' }));
    await expect(openerWith()(url)).resolves.toMatchObject({ size: 100 });
  });

  test('a URL whose server refuses the connection cannot be read', async () => {
    const { url } = await serve(() => undefined);
    for (const close of closing.splice(0)) await close();
    expect(await faultOf(openerWith()(url))).toMatchObject({
      code: 'URL_UNREADABLE',
      message: expect.stringContaining('refused the connection'),
    });
  });

  test('a URL whose connection breaks, before the response or within it, cannot be read', async () => {
    const { url } = await serve((request) => request.socket.resetAndDestroy());
    expect((await faultOf(openerWith()(url))).message).toContain('closed the connection');
    const half = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('abc', () => response.destroy());
    });
    const reading = openerWith()(half.url).then((source) => source.read(0, 1000));
    expect(await faultOf(reading)).toMatchObject({ code: 'URL_UNREADABLE' });
  });

  test('a URL whose host name does not exist cannot be read', async () => {
    const resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const fault = await faultOf(
      openerWith({ resolve, allowPrivateUrls: false })('http://images.example.com/a'),
    );
    expect(fault).toEqual({
      code: 'URL_UNREADABLE',
      message:
        'images.example.com could not be found: the name does not exist. Kling may still be able to read it; check the URL.',
    });
  });

  test('a URL whose host name has no addresses cannot be read', async () => {
    const fault = await faultOf(openerWith({ resolve: resolvesTo() })('http://images.example.com/a'));
    expect(fault).toMatchObject({
      code: 'URL_UNREADABLE',
      message: expect.stringContaining('the name does not exist'),
    });
  });

  test('a URL whose server does not respond or continue in time cannot be read', async () => {
    const silent = await serve(() => undefined);
    const openUrl = openerWith({ totalMs: 60 });
    const fault = await faultOf(openUrl(silent.url));
    expect(fault.code).toBe('URL_UNREADABLE');
    expect(fault.message).toContain('did not send what was needed within 0.06 s');

    const slow = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 1000 }).write('abc');
    });
    const reading = openerWith({ totalMs: 60 })(slow.url).then((source) => source.read(0, 1000));
    expect((await faultOf(reading)).message).toContain('within 0.06 s');
  });

  test('nothing is read after the time of a check is up, however many URLs it has', async () => {
    const silent = await serve(() => undefined);
    const quick = await serve(ranges(file(300_000)));
    const check = createUrlOpener({ allowPrivateUrls: true, totalMs: 500 });
    const openUrl = check();
    const timeUp = faultOf(openUrl(silent.url));
    const late = openUrl(quick.url).then(async (source) => {
      await timeUp;
      return await source.read(200_000, 1);
    });
    expect(await faultOf(late)).toMatchObject({ code: 'URL_UNREADABLE' });
    expect(await faultOf(openUrl(quick.url))).toMatchObject({ code: 'URL_UNREADABLE' });
    await expect(check()(quick.url)).resolves.toMatchObject({ size: 300_000 });
  });

  test('nothing is read beyond the bytes that one check may read', async () => {
    const { url } = await serve(ranges(file(500_000)));
    const openUrl = openerWith({ totalBytes: 200_000 });
    const source = await openUrl(url);
    await source.read(100_000, 10);
    const fault = await faultOf(source.read(200_000, 200_000));
    expect(fault.message).toContain('sends more than one check may read');
  });

  test.each(['ftp://example.com/a', 'file:///etc/passwd', 'data:image/png;base64,AAAA', 'image.png'])(
    '%s is refused, as only HTTP URLs are read',
    async (url) => {
      expect(await faultOf(openerWith()(url))).toMatchObject({ code: 'NOT_A_URL' });
    },
  );
});

describe('redirects', () => {
  const redirect =
    (location: string, status = 302): Handler =>
    (_request, response) => {
      response.writeHead(status, { location, 'set-cookie': 'a=b' }).end();
    };

  test.each([301, 302, 303, 307, 308])(
    'redirects are followed (%i), and later reads go to where they lead',
    async (status) => {
      const target = await serve(ranges(file(300_000)));
      const start = await serve(redirect(target.url, status));
      const source = await openerWith()(start.url);
      await expectSame(source, file(300_000), 200_000, 8);
      expect(start.seen).toHaveLength(1);
      expect(target.seen.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
    },
  );

  test('redirects may be relative, but not endless', async () => {
    let hops = 0;
    const handler: Handler = (request, response) => {
      hops += 1;
      if (hops <= 5) redirect(`/hop/${hops}`)(request, response);
      else ranges(file(100))(request, response);
    };
    const { url } = await serve(handler);
    await expect(openerWith()(url)).resolves.toMatchObject({ size: 100 });

    const circle = await serve(redirect('?again'));
    expect((await faultOf(openerWith()(circle.url))).message).toContain('redirects more than 5 times');
    expect(circle.seen).toHaveLength(6);
  });

  test.each(['ftp://example.com/a', 'file:///etc/passwd', 'http://', 'http://[::1'])(
    'redirects to %s are not followed',
    async (location) => {
      const { url } = await serve(redirect(location));
      expect(['NOT_A_URL', 'URL_UNREADABLE']).toContain((await faultOf(openerWith()(url))).code);
    },
  );
});

describe('private addresses', () => {
  const refusing = (more: Partial<UrlOpenerOptions> = {}) => openerWith({ allowPrivateUrls: false, ...more });

  test('private addresses are not connected to as IP addresses, however they are written', async () => {
    const { port, seen } = await serve(ranges(file(100)));
    const hosts = [
      '127.0.0.1',
      '127.1',
      '0x7f.0.0.1',
      '2130706433',
      '[::ffff:127.0.0.1]',
      '[::1]',
      '0.0.0.0',
      'localhost',
    ];
    for (const host of hosts) {
      expect(await faultOf(refusing()(`http://${host}:${port}/`))).toMatchObject({ code: 'URL_NOT_PUBLIC' });
    }
    expect(seen).toEqual([]);
  });

  test.each([
    ['loopback', ['127.0.0.1']],
    ['a private network', ['10.1.2.3']],
    ['the cloud’s metadata', ['169.254.169.254']],
    ['loopback in IPv6', ['::1']],
    ['loopback in IPv4 as IPv6', ['::ffff:127.0.0.1']],
    ['a unique local address', ['fd00::1']],
    ['one public address and one private', ['93.184.215.14', '127.0.0.1']],
  ])('private addresses are not connected to by a public name that leads to %s', async (_what, addresses) => {
    const { port, seen } = await serve(ranges(file(100)));
    const openUrl = refusing({ resolve: resolvesTo(...addresses) });
    expect(await faultOf(openUrl(`http://images.example.com:${port}/`))).toEqual({
      code: 'URL_NOT_PUBLIC',
      message:
        'images.example.com resolves to an address that is not on the public internet, so Kling cannot reach it; use a public URL, or send the image itself.',
    });
    expect(seen).toEqual([]);
  });

  test.each(['http', 'https'])('private addresses are not connected to over %s', async (scheme) => {
    const openUrl = refusing({ resolve: resolvesTo('127.0.0.1') });
    expect(await faultOf(openUrl(`${scheme}://images.example.com/`))).toMatchObject({
      code: 'URL_NOT_PUBLIC',
    });
  });

  test('private addresses are not connected to after a redirect from a public address, neither by number nor by name', async () => {
    const { port, seen } = await serve(ranges(file(100)));
    for (const host of ['127.0.0.1', 'inside.example.com']) {
      nock('http://images.example.com')
        .get('/a')
        .reply(302, '', { Location: `http://${host}:${port}/` });
      const openUrl = refusing({ resolve: resolvesTo('127.0.0.1') });
      expect(await faultOf(openUrl('http://images.example.com/a'))).toMatchObject({
        code: 'URL_NOT_PUBLIC',
      });
      expect(nock.isDone()).toBe(true);
    }
    expect(seen).toEqual([]);
  });

  test('private addresses are not connected to when a name resolves differently at the second look-up', async () => {
    nock('http://images.example.com')
      .get('/a')
      .reply(206, file(65_536), { 'Content-Range': 'bytes 0-65535/100000' });
    const source = await refusing({ resolve: resolvesTo('127.0.0.1') })('http://images.example.com/a');
    nock.cleanAll();
    expect(await faultOf(source.read(70_000, 1))).toMatchObject({ code: 'URL_NOT_PUBLIC' });
  });

  test('private addresses are connected to where that is allowed: exactly those that the look-up returned', async () => {
    const { port, seen } = await serve(ranges(file(100)));
    const asked: string[] = [];
    const openUrl = openerWith({
      resolve: (name) => {
        asked.push(name);
        return resolvesTo('127.0.0.1')();
      },
    });
    await expect(openUrl(`http://images.example.com:${port}/`)).resolves.toMatchObject({ size: 100 });
    expect(asked).toEqual(['images.example.com']);
    expect(seen[0]?.headers.host).toBe(`images.example.com:${port}`);
  });
});

test('a check of an element warns of what cannot be read, and refuses what is wrong', async () => {
  const missing = await serve((_request, response) => response.writeHead(404).end());
  const wrong = await serve(ranges(Buffer.from('GIF89a'.padEnd(200, '.'))));
  const verdict = await checkCreateElement(
    {
      name: 'A dragon',
      description: 'Green',
      reference: { images: { frontal: { url: missing.url }, others: [{ url: wrong.url }] } },
    },
    { allowPrivateUrls: true, openUrl: openerWith() },
  );
  expect(verdict.ok).toBe(false);
  expect(verdict.warnings).toMatchObject([
    { code: 'URL_UNREADABLE', path: ['reference', 'images', 'frontal', 'url'] },
  ]);
  expect(verdict).toMatchObject({
    issues: [{ code: 'IMAGE_FORMAT', path: ['reference', 'images', 'others', 0, 'url'] }],
  });
});
