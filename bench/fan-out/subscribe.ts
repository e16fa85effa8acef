// One subscription over a socket of its own, without a client library, so that thousands of them cost little.
import { request } from 'node:http';

import { WebSocket } from 'ws';

export type Transport = 'SSE' | 'WebSocket';

/** What a subscription needs, and its listeners. */
export interface Subscription {
  /** Of the server, without a slash at the end. */
  readonly url: string;
  /** Of the task. */
  readonly id: string;
  /** The loopback address to connect from. */
  readonly localAddress: string;
  /** The server has accepted it. */
  readonly onOpen: () => void;
  /** @param bytes the size of the event's text */
  readonly onEvent: (result: Result, bytes: number) => void;
  /** It is over. @param why `complete`, or what went wrong */
  readonly onEnd: (why: string) => void;
}

/** What a client receives in one event. */
export interface Result {
  readonly data?: {
    readonly taskStatus: {
      readonly id: string;
      readonly status: string;
      readonly statusMessage: string | null;
    };
  } | null;
}

const query =
  'subscription ($id: ID!) { taskStatus(id: $id) { id status statusMessage elements { id name description } } }';

const bodyOf = (id: string) => ({ query, variables: { id } });

export const subscribe: Readonly<Record<Transport, (subscription: Subscription) => void>> = {
  SSE: ({ url, id, localAddress, onOpen, onEvent, onEnd }) => {
    const end = once(onEnd);
    const outgoing = request(`${url}/graphql`, {
      method: 'POST',
      agent: false,
      localAddress,
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    });
    outgoing.once('error', (error) => {
      end(error.message);
    });
    outgoing.once('response', (response) => {
      if (response.statusCode !== 200) end(`HTTP ${String(response.statusCode)}`);
      onOpen();
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
          const event = text.slice(0, at + 2);
          text = text.slice(at + 2);
          const data = /^data: ?(.+)$/m.exec(event)?.[1];
          if (event.startsWith('event: complete')) end('complete');
          else if (data !== undefined) onEvent(JSON.parse(data) as Result, event.length);
        }
      });
      response.once('error', (error) => {
        end(error.message);
      });
      response.once('end', () => {
        end('the response has ended');
      });
    });
    outgoing.end(JSON.stringify(bodyOf(id)));
  },

  WebSocket: ({ url, id, localAddress, onOpen, onEvent, onEnd }) => {
    const end = once(onEnd);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
      localAddress,
    });
    socket.once('open', () => {
      socket.send('{"type":"connection_init"}');
    });
    socket.on('message', (message: Buffer) => {
      const text = message.toString('utf8');
      const { type, payload } = JSON.parse(text) as { type: string; payload?: Result };
      if (type === 'next') onEvent(payload ?? {}, message.length);
      else if (type === 'complete') end('complete');
      else if (type === 'error') end(text);
      else if (type === 'ping') socket.send('{"type":"pong"}');
      else if (type === 'connection_ack') {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: bodyOf(id) }));
        onOpen();
      }
    });
    socket.once('error', (error) => {
      end(error.message);
    });
    socket.once('close', (code) => {
      end(`closed with ${code}`);
    });
  },
};

/** Only the first reason counts. */
function once(onEnd: (why: string) => void): (why: string) => void {
  let over = false;
  return (why) => {
    if (!over) onEnd(why);
    over = true;
  };
}
