// The minimum that a server has to do to send a change to subscribers: each event is
// created once, framed, and written to each socket.
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { WebSocketServer } from 'ws';

const statuses = { submitted: 'SUBMITTED', processing: 'PROCESSING', succeeded: 'SUCCEEDED' };

/** The subscribers of a task, by its ID: how to frame an event for the socket, and how to end it. */
const subscribers = new Map();

function add(id, socket, subscriber) {
  const all = subscribers.get(id) ?? new Map();
  subscribers.set(id, all.set(socket, subscriber));
  socket.once('close', () => {
    all.delete(socket);
    if (all.size === 0) subscribers.delete(id);
  });
}

const resultOf = ({ id, status, message, outputs }) => {
  const elements = outputs.map(({ id, name, description }) => ({ id, name, description }));
  return JSON.stringify({
    data: { taskStatus: { id, status: statuses[status], statusMessage: message, elements } },
  });
};
const submitted = (id) => ({ id, status: 'submitted', message: null, outputs: [] });

const eventOf = (task) => `event: next\ndata: ${resultOf(task)}\n\n`;
const messageOf = (task) => `{"id":"1","type":"next","payload":${resultOf(task)}}`;

/** A chunk, as in an HTTP body of unknown length. */
function chunkOf(task) {
  const text = eventOf(task);
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

/** A WebSocket frame with 126 bytes of text or more. */
function frameOf(task) {
  const payload = Buffer.from(messageOf(task));
  const head = Buffer.from([0x81, 126, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}

const server = createServer(async (request, response) => {
  const body = await bodyOf(request);
  if (request.url === '/graphql') {
    const { id } = body.variables;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    response.write(eventOf(submitted(id)));
    add(id, response.socket, { frame: chunkOf, end: () => response.end('event: complete\ndata:\n\n') });
    return;
  }
  publish(body);
  response.end();
});

function publish(task) {
  const framed = new Map();
  for (const [socket, { frame, end }] of subscribers.get(task.id) ?? []) {
    if (!framed.has(frame)) framed.set(frame, frame(task));
    socket.write(framed.get(frame));
    if (task.status === 'succeeded') end();
  }
}

const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
server.on('upgrade', (request, socket, head) => {
  webSockets.handleUpgrade(request, socket, head, (webSocket) => {
    webSocket.on('message', (text) => {
      const { type, payload } = JSON.parse(text);
      if (type === 'connection_init') {
        webSocket.send('{"type":"connection_ack"}');
        return;
      }
      const { id } = payload.variables;
      webSocket.send(messageOf(submitted(id)));
      add(id, socket, { frame: frameOf, end: () => webSocket.send('{"id":"1","type":"complete"}') });
    });
  });
});

server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`ready http://127.0.0.1:${server.address().port}`);
