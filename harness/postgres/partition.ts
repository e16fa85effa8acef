import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server that a test can cut: while it is cut, packets are swallowed without a word. */
export interface Partition extends AsyncDisposable {
  readonly port: number;
  cut(): void;
  /** New connections come through again; those from before stay silent and end. */
  heal(): void;
}

export async function startPartition(targetPort: number): Promise<Partition> {
  const pairs = new Set<readonly [Socket, Socket]>();
  /** Those that came while it was cut, and get no answer. */
  const unheard = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (isCut) {
      client.pause();
      unheard.add(client);
      return;
    }
    const target = connect(targetPort, '127.0.0.1');
    target.on('error', () => client.destroy());
    const pair = [client, target] as const;
    pairs.add(pair);
    client.pipe(target);
    target.pipe(client);
    for (const [one, other] of [pair, [target, client] as const]) {
      one.on('close', () => {
        pairs.delete(pair);
        // The end of a connection does not come through a cut either.
        if (!isCut) other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = () => {
    for (const socket of [...[...pairs].flat(), ...unheard]) socket.destroy();
    unheard.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut: () => {
      isCut = true;
      for (const [client, target] of pairs) {
        client.unpipe(target).pause();
        target.unpipe(client).pause();
      }
    },
    heal: () => {
      isCut = false;
      endAll();
    },
    [Symbol.asyncDispose]: async () => {
      endAll();
      server.close();
      await once(server, 'close');
    },
  };
}
