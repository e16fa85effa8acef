// The cheapest possible Kling: responses are assembled from prepared text, and calls are counted. It prints
// `ready <URL>` when it serves. In addition to Kling's own paths, it has:
//   GET /bench/counts                    the number of calls of each kind, and of bytes received
//   GET /bench/created                   what was created: IDs and callback URLs
//   GET /bench/media                     the base URL of sample media
//   PUT /bench/tasks/<id>?status=…       the status of one task from now on, as Kling writes it
// TASK_STATUS: the status of all tasks without a status of their own (default: `succeed`).
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { serveMedia } from '../../harness/media/serve.ts';
import { taskText } from './task-text.ts';

const path = '/v1/general/advanced-custom-elements';
const defaultStatus = process.env.TASK_STATUS ?? 'succeed';
const counts = { get: 0, list: 0, create: 0, bytes: 0 };
const statuses = new Map<string, string>();
const created: { readonly id: string; readonly externalId?: string; readonly callbackUrl?: string }[] = [];
/** IDs of created tasks are far from those that are invented for queries. */
const firstCreated = 856_528_000_000_000_000n;

const media = await serveMedia();

function respond(response: ServerResponse, text: string): void {
  const body = Buffer.from(text);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}

const envelope = (data: string) =>
  `{"code":0,"message":"SUCCEED","request_id":"CkIAbWjeKnkAAAAAAABench","data":${data}}`;

const taskOf = (id: string) => taskText(id, statuses.get(id) ?? defaultStatus);

async function create(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('latin1');
  counts.create += 1;
  counts.bytes += text.length;
  const id = String(firstCreated + BigInt(created.length));
  const externalId = /"external_task_id":"([^"]*)"/.exec(text)?.[1];
  const callbackUrl = /"callback_url":"([^"]*)"/.exec(text)?.[1];
  created.push({
    id,
    ...(externalId === undefined ? {} : { externalId }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  });
  const info = externalId === undefined ? '{}' : `{"external_task_id":"${externalId}"}`;
  respond(
    response,
    envelope(
      `{"task_id":"${id}","task_info":${info},"task_status":"submitted","created_at":1722769557708,"updated_at":1722769557708}`,
    ),
  );
}

function list(query: string, response: ServerResponse): void {
  counts.list += 1;
  const parameters = new URLSearchParams(query);
  const size = Number(parameters.get('pageSize') ?? 30);
  const from = (Number(parameters.get('pageNum') ?? 1) - 1) * size;
  const page = created.toReversed().slice(from, from + size);
  respond(response, envelope(`[${page.map(({ id }) => taskOf(id)).join(',')}]`));
}

const server = createServer((request, response) => {
  const { method, url = '/' } = request;
  if (method === 'GET' && url.startsWith(`${path}/`)) {
    counts.get += 1;
    respond(response, envelope(taskOf(url.slice(path.length + 1))));
  } else if (method === 'POST') {
    void create(request, response);
  } else if (url.startsWith(`${path}?`)) {
    list(url.slice(path.length + 1), response);
  } else if (url === '/bench/counts') {
    respond(response, JSON.stringify({ ...counts, media: media.requests() }));
  } else if (url === '/bench/created') {
    respond(response, JSON.stringify(created));
  } else if (url === '/bench/media') {
    respond(response, JSON.stringify(media.url));
  } else if (method === 'PUT' && url.startsWith('/bench/tasks/')) {
    const { pathname, searchParams } = new URL(url, 'http://upstream');
    statuses.set(pathname.slice('/bench/tasks/'.length), searchParams.get('status') ?? defaultStatus);
    respond(response, '{}');
  } else {
    response.writeHead(404).end();
  }
});
// Kept connections must not be closed between two measurements.
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
