// The load generator: many connections that ask as quickly as they are answered (autocannon), or, for the time that one
// answer takes, a single one (undici). Told by a line of JSON in its only argument, it answers with one:
//   url        of the server
//   request    { method, path, headers, body }; <id> in path and body is replaced, <n> is another word each time, in each run
//   ids        { first, count }: so many ids from the first on, over and over; without a count each request has another
//   connections, seconds
import { Client } from 'undici';

import autocannon from 'autocannon';

const { url, request, ids, connections, seconds } = JSON.parse(process.argv[2]);

let made = 0;
const isEndless = ids.count === undefined;
const nextId = () => String(BigInt(ids.first) + BigInt(isEndless ? made : made % ids.count));

/** The request with its places filled in. */
function filled(id = nextId()) {
  made += 1;
  const fill = (text) => text?.replaceAll('<id>', id).replaceAll('<n>', `${process.pid}_${made}`);
  return {
    method: request.method,
    headers: request.headers,
    path: fill(request.path),
    body: fill(request.body),
  };
}

async function many() {
  const isSame = !isEndless && !`${request.path}${request.body}`.includes('<n>');
  // Made ready beforehand where they come again: the generator is not to be the slow part.
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
  return { requests: result['2xx'], failed, seconds: result.duration, last: made };
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
    last: made,
  };
}

console.log(JSON.stringify(await (connections === 1 ? one() : many())));
