// The least that a server has to do to tell subscribers of a change: every event is
// made once, framed, and written to each socket.
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { WebSocketServer } from 'ws';

const statuses = { submitted: 'SUBMITTED', processing: 'PROCESSING', succeeded: 'SUCCEEDED' };

/** Who is told of a task, by its id: how its socket is written to, and what ends it. */
const watchers = new Map();

function join(id, socket, watcher) {
  const all = watchers.get(id) ?? new Map();
  watchers.set(id, all.set(socket, watcher));
  socket.once('close', () => {
    all.delete(socket);
    if (all.size === 0) watchers.delete(id);
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

/** As HTTP carries a part of a body whose length is not known before. */
function chunkOf(task) {
  const text = eventOf(task);
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

/** As a WebSocket carries a text of 126 bytes or more. */
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
    join(id, response.socket, { carry: chunkOf, end: () => response.end('event: complete\ndata:\n\n') });
    return;
  }
  tell(body);
  response.end();
});

function tell(task) {
  const made = new Map();
  for (const [socket, { carry, end }] of watchers.get(task.id) ?? []) {
    if (!made.has(carry)) made.set(carry, carry(task));
    socket.write(made.get(carry));
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
      join(id, socket, { carry: frameOf, end: () => webSocket.send('{"id":"1","type":"complete"}') });
    });
  });
});

server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`ready http://127.0.0.1:${server.address().port}`);
