import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a URL leads to this machine; the sandbox never requests anything from elsewhere. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const family = isIP(host);
  if (family === 0) return host === 'localhost' || host.endsWith('.localhost');
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

/** Why a file could not be fetched, worded to follow the field's name. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}

const maxRedirects = 3;

/**
 * Fetches a file from this machine, within 5 s.
 *
 * @throws FetchError when it cannot be fetched, redirects elsewhere, or has more than `maxBytes`
 */
export async function fetchFromLoopback(
  url: string,
  maxBytes: number,
  closed: AbortSignal,
): Promise<Uint8Array> {
  const signal = AbortSignal.any([AbortSignal.timeout(5000), closed]);
  try {
    let response = await fetch(url, { redirect: 'manual', signal });
    for (let redirects = 0; response.headers.has('location') && redirects < maxRedirects; redirects += 1) {
      const next = new URL(response.headers.get('location') ?? '', response.url).href;
      await response.body?.cancel();
      if (!isLoopback(next)) throw new FetchError('could not be fetched: it redirects elsewhere');
      response = await fetch(next, { redirect: 'manual', signal });
    }
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new FetchError(`could not be fetched: HTTP ${response.status}`);
    }
    return await bounded(response, maxBytes);
  } catch (error) {
    if (error instanceof FetchError) throw error;
    throw new FetchError('could not be fetched');
  }
}

async function bounded(response: Response, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw new FetchError(`has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
