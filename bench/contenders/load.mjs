// The load generator: many connections, each sending its next request after a response (autocannon), or, to measure the
// response time, a single one (undici). Its only argument is JSON, and so is its output:
//   url        of the server
//   request    { method, path, headers, body }; <id> in path and body is replaced; <n> is different each time, in every run
//   ids        { first, count }: this many IDs from the first one on, repeatedly; without a count, every request has its own
//   connections, seconds
import { Client } from 'undici';

import autocannon from 'autocannon';

const { url, request, ids, connections, seconds } = JSON.parse(process.argv[2]);

let sent = 0;
const isEndless = ids.count === undefined;
const nextId = () => String(BigInt(ids.first) + BigInt(isEndless ? sent : sent % ids.count));

/** The request with its places filled in. */
function filled(id = nextId()) {
  sent += 1;
  const fill = (text) => text?.replaceAll('<id>', id).replaceAll('<n>', `${process.pid}_${sent}`);
  return {
    method: request.method,
    headers: request.headers,
    path: fill(request.path),
    body: fill(request.body),
  };
}

async function many() {
  const isSame = !isEndless && !`${request.path}${request.body}`.includes('<n>');
  // Prepared in advance if they repeat: the generator must not be the bottleneck.
  const share = isSame ? Math.ceil(ids.count / connections) : 0;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    ...(isSame ? {} : { requests: [{ setupRequest: (one) => ({ ...one, ...filled() }) }] }),
    setupClient: (client) => {
      if (isSame) client.setRequests(Array.from({ length: share }, () => filled()));
    },
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  return { requests: result['2xx'], failed, seconds: result.duration, last: sent };
}

async function one() {
  const client = new Client(url, { pipelining: 1 });
  const took = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end;) {
    const began = performance.now();
    const { statusCode, body } = await client.request(filled());
    await body.text();
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
    took.push((performance.now() - began) * 1000);
  }
  await client.close();
  took.sort((a, b) => a - b);
  return {
    requests: took.length,
    failed: 0,
    seconds,
    microseconds: took[Math.floor(took.length / 2)],
    last: sent,
  };
}

console.log(JSON.stringify(await (connections === 1 ? one() : many())));
