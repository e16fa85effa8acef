import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** The bodies received, oldest first. */
  readonly bodies: readonly unknown[];
}

/** A local server that receives JSON, and responds with what a function returns for it. */
export async function startReceiver(respond: (body: unknown) => unknown): Promise<Receiver> {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    void text(request).then((read) => {
      const body: unknown = JSON.parse(read);
      bodies.push(body);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(respond(body)));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
