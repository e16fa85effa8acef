// One subscription over one socket of its own, by hand, so that thousands of them cost the machine little.
import { request } from 'node:http';

import { WebSocket } from 'ws';

/** What a subscription needs to know, and whom to tell. */
export interface Subscription {
  /** Of the server, without a slash at the end. */
  readonly url: string;
  readonly body: { readonly query: string; readonly variables: { readonly id: string } };
  /** The loopback address to come from: each has only some 28,000 ports to offer. */
  readonly localAddress: string;
  /** The server has taken it. */
  onOpen(): void;
  /** @param bytes the size of the event's own text */
  onEvent(result: Result, bytes: number): void;
  /** It goes on no more, in other ways than by {@link Subscribed}. */
  onEnd(why: string): void;
}

/** What a client is told in one event. */
export interface Result {
  readonly data?: { readonly taskStatus: { readonly id: string; readonly status: string } } | null;
}

/** Lets it go without a word. */
export type Subscribed = () => void;

export type Transport = 'SSE' | 'WebSocket';

export const subscribe: Readonly<Record<Transport, (subscription: Subscription) => Subscribed>> = {
  SSE: ({ url, body, localAddress, onOpen, onEvent, onEnd }) => {
    let text = '';
    let over = false;
    const end = (why: string) => {
      if (over) return;
      over = true;
      onEnd(why);
    };
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
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
          const event = text.slice(0, at + 2);
          text = text.slice(at + 2);
          if (event.startsWith('event: complete')) end('complete');
          const data = /^data: ?(.+)$/m.exec(event)?.[1];
          if (data !== undefined && !over) onEvent(JSON.parse(data) as Result, event.length);
        }
      });
      response.once('error', (error) => {
        end(error.message);
      });
      response.once('end', () => {
        end('end');
      });
    });
    outgoing.end(JSON.stringify(body));
    return () => {
      over = true;
      outgoing.destroy();
    };
  },

  WebSocket: ({ url, body, localAddress, onOpen, onEvent, onEnd }) => {
    let over = false;
    const end = (why: string) => {
      if (over) return;
      over = true;
      onEnd(why);
    };
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
      localAddress,
    });
    socket.once('open', () => {
      socket.send('{"type":"connection_init"}');
    });
    socket.on('message', (message: Buffer) => {
      if (over) return;
      const text = message.toString('utf8');
      const { type, payload } = JSON.parse(text) as { type: string; payload?: Result };
      if (type === 'next') onEvent(payload ?? {}, message.length);
      else if (type === 'complete' || type === 'error') end(type === 'complete' ? type : text);
      else if (type === 'ping') socket.send('{"type":"pong"}');
      else if (type === 'connection_ack') {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: body }));
        onOpen();
      }
    });
    socket.once('error', (error) => {
      end(error.message);
    });
    socket.once('close', (code) => {
      end(`closed with ${code}`);
    });
    return () => {
      over = true;
      socket.terminate();
    };
  },
};
