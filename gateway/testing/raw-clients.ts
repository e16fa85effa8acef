import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { type ClientOptions, WebSocket } from 'ws';

/** What a client of Server-Sent Events gets on the wire. It reads nothing before it is asked to. */
export interface RawEvents {
  /** Reads on until all that came so far has such a text, or the stream ends; gives all that came. */
  until(text: string | RegExp): Promise<string>;
  /** Reads to the end; gives all that came. */
  rest(): Promise<string>;
  destroy(): void;
}

/** Subscribes, and waits for the response's head only. */
export async function rawEvents(url: string, query: string): Promise<RawEvents> {
  const outgoing = request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  }).end(JSON.stringify({ query }));
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks = response.setEncoding('utf8')[Symbol.asyncIterator]();
  let all = '';
  const readWhile = async (wanted: () => boolean) => {
    while (wanted()) {
      const { value, done } = (await chunks.next()) as IteratorResult<string, undefined>;
      if (done === true) break;
      all += value;
    }
    return all;
  };
  return {
    until: (text) => readWhile(() => (typeof text === 'string' ? !all.includes(text) : !text.test(all))),
    rest: () => readWhile(() => true),
    destroy: () => outgoing.destroy(),
  };
}

/** Connects as graphql-transport-ws asks for. */
export async function rawWebSocket(url: string, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  return socket;
}

/** Sends an operation on such a socket. */
export function subscribe(socket: WebSocket, id: string, query: string): void {
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
}
