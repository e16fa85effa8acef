import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server that receives callbacks and can be asked for the next one. */
export async function startReceiver(
  answer: (path: string) => { status: number; body?: Uint8Array | string } = () => ({ status: 200 }),
) {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      const { status, body } = answer(path);
      response.writeHead(status).end(body);
      received.push({ path, headers: request.headers, body: Buffer.concat(chunks) });
      for (const check of waiting) check();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    /** Resolves once this many have arrived in all. */
    count: (wanted: number) =>
      new Promise<readonly Received[]>((resolve) => {
        const check = () => {
          if (received.length < wanted) return;
          waiting.delete(check);
          resolve(received);
        };
        waiting.add(check);
        check();
      }),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
