import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

import { type ClientOptions, WebSocket } from 'ws';

/** The raw text of Server-Sent Events. Nothing is read before a method is called. */
export interface RawEvents {
  /** Reads on until the text so far contains or matches `text`, or the stream ends. @returns the text so far */
  until(text: string | RegExp): Promise<string>;
  /** Reads to the end. @returns the whole text */
  rest(): Promise<string>;
  destroy(): void;
}

/** Subscribes, and waits only for the head of the response. */
export async function rawEvents(url: string, query: string): Promise<RawEvents> {
  const outgoing = request(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  }).end(JSON.stringify({ query }));
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks = response.setEncoding('utf8')[Symbol.asyncIterator]();
  let received = '';
  const readWhile = async (wanted: () => boolean) => {
    while (wanted()) {
      const { value, done } = (await chunks.next()) as IteratorResult<string, undefined>;
      if (done === true) break;
      received += value;
    }
    return received;
  };
  return {
    until: (text) =>
      readWhile(() => (typeof text === 'string' ? !received.includes(text) : !text.test(received))),
    rest: () => readWhile(() => true),
    destroy: () => outgoing.destroy(),
  };
}

/** Opens a WebSocket and initialises graphql-transport-ws. */
export async function rawWebSocket(url: string, options: ClientOptions = {}): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', options);
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  return socket;
}

/** Sends an operation on an initialised socket. */
export function subscribe(socket: WebSocket, id: string, query: string): void {
  socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query } }));
}
