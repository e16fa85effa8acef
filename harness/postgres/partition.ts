import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A connection to a server that a test can cut: while it is cut, packets are silently dropped. */
export interface Partition extends AsyncDisposable {
  readonly port: number;
  cut(): void;
  /** Lets new connections through again, and ends the old ones. */
  heal(): void;
}

export async function startPartition(targetPort: number): Promise<Partition> {
  const pairs = new Set<readonly [Socket, Socket]>();
  /** Those that were opened while it was cut, and get no response. */
  const unanswered = new Set<Socket>();
  let isCut = false;
  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (isCut) {
      client.pause();
      unanswered.add(client);
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
        // The end of a connection does not pass through a cut either.
        if (!isCut) other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endAll = () => {
    for (const socket of [...[...pairs].flat(), ...unanswered]) socket.destroy();
    unanswered.clear();
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
