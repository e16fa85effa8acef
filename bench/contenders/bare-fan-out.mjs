// The least that a server has to do to tell subscribers of a change: every event is made once, and written to each.
import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { WebSocketServer } from 'ws';

const statuses = { submitted: 'SUBMITTED', processing: 'PROCESSING', succeeded: 'SUCCEEDED' };

/** Who is told of a task, by its id. */
const watchers = new Map();

function join(id, watcher) {
  const all = watchers.get(id) ?? new Set();
  watchers.set(id, all.add(watcher));
  watcher.once('close', () => {
    all.delete(watcher);
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
    join(id, response);
    return;
  }
  tell(body);
  response.end();
});

function tell(task) {
  const told = watchers.get(task.id) ?? new Set();
  const final = task.status === 'succeeded';
  const [first] = told;
  if (first === undefined) return;
  if ('writeHead' in first) {
    const event = Buffer.from(eventOf(task));
    for (const response of told) {
      response.write(event);
      if (final) response.end('event: complete\ndata:\n\n');
    }
    return;
  }
  const message = Buffer.from(messageOf(task));
  for (const socket of told) {
    socket.send(message, { binary: false });
    if (final) socket.send('{"id":"1","type":"complete"}');
  }
}

const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', (text) => {
    const { type, payload } = JSON.parse(text);
    if (type === 'connection_init') {
      socket.send('{"type":"connection_ack"}');
      return;
    }
    const { id } = payload.variables;
    socket.send(messageOf(submitted(id)));
    join(id, socket);
  });
});

server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`ready http://127.0.0.1:${server.address().port}`);
