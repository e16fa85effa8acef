import { startContender } from '../measure/contenders.ts';
import { judge } from '../measure/goal.ts';
import { spread } from '../measure/format.ts';
import { medianRatio } from '../../harness/statistics.ts';
import { startGateway } from '../measure/gateway.ts';
import { askOnce, graphQLRequest } from '../measure/graphql-request.ts';
import { load, type Request } from '../measure/load.ts';
import type { Program } from '../measure/program.ts';
import { measureInTurns } from '../measure/rounds.ts';
import { row, table } from '../measure/table.ts';
import { startUpstream } from '../measure/upstream.ts';
import { createMutation } from './create-mutation.ts';

const connections = 20;
/** So long that the created tasks are not polled meanwhile: that is measured elsewhere. */
const noPolls = { POLL_MIN_MS: '3600000', POLL_MAX_MS: '3600000' };

interface Candidate {
  readonly server: Program;
  readonly request: Request;
  /** What it does for a create in addition to the POST. */
  readonly does: string;
}

/** `createElement` with the URLs of two images. */
export async function measureFromUrls(): Promise<string> {
  await using stack = new AsyncDisposableStack();
  const upstream = stack.use(await startUpstream());
  // Each create has its own URLs, as in production: nothing is cached.
  const front = `${upstream.mediaUrl}/front-640x640.jpg?<n>`;
  const side = `${upstream.mediaUrl}/side-480x640.png?<n>`;
  const bare: Request = {
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      element_name: 'Maja',
      element_description: 'A girl with a red umbrella',
      reference_type: 'image_refer',
      element_image_list: { frontal_image: front, refer_images: [{ image_url: side }] },
      external_task_id: 'bench-<n>',
      callback_url: 'http://127.0.0.1:4000/callbacks/kling/0123456789abcdef0123456789abcdef',
    }),
  };
  const ours = stack.use(await startGateway(upstream.url, noPolls));
  const createFrom = (frontal: string, other: string) =>
    graphQLRequest(createMutation, {
      input: {
        name: 'Maja',
        description: 'A girl with a red umbrella',
        reference: { images: { frontal: { url: frontal }, others: [{ url: other }] } },
      },
    });
  const written = 'checks the input, records the intent and the task';
  const environment = { UPSTREAM_URL: upstream.url };
  const candidates: Readonly<Record<string, Candidate>> = {
    'our gateway': {
      server: ours,
      request: createFrom(front, side),
      does: `inspects both images, ${written}`,
    },
    'our gateway, the same images again': {
      server: ours,
      request: createFrom(front.replace('?<n>', ''), side.replace('?<n>', '')),
      does: written,
    },
    'bare node:http, the POST through got': {
      server: stack.use(await startContender('create/post-through-got', environment)),
      request: bare,
      does: 'nothing',
    },
    'the same, after reading both images through got': {
      server: stack.use(
        await startContender('create/post-through-got', { ...environment, READ_IMAGES: '1' }),
      ),
      request: bare,
      does: 'reads the beginning of both images',
    },
  };
  for (const [name, { server, request }] of Object.entries(candidates)) {
    const response = await askOnce(server, request, '');
    if (!/"(task_)?id":"\d+"/.test(response)) throw new Error(`${name}: ${response}`);
  }
  const calls = new Map<string, string>();
  const measured = await measureInTurns(candidates, async ({ server, request }, name) => {
    const before = await upstream.counts();
    // No IDs are queried here: without a count, each request is built anew.
    const { cpuMicros } = await load(server, { request, ids: { first: '0' }, connections, seconds: 2 });
    const after = await upstream.counts();
    const reads = (after.media - before.media) / (after.create - before.create);
    calls.set(name, `1 + ${reads.toFixed(1)}`);
    return cpuMicros;
  });
  const [other = [], same = [], post = [], reading = []] = measured.values();
  return `
### From URLs

\`createElement\` with the URLs of two small images on this machine, different ones each time unless the row says otherwise, ${connections} connections. Calls: creates + requests for images, counted where they arrive.

${table(
  ['server', 'in addition to the POST', 'calls', 'CPU µs a create', 'times the POST'],
  ...Object.entries(candidates).map(([name, { does }]) => {
    const cpu = measured.get(name) ?? [];
    return row(name, does, calls.get(name) ?? '', spread(cpu), medianRatio(cpu, post).toFixed(2));
  }),
)}

${judge('times the POST through got', medianRatio(other, post), { atMost: 1.3 })}
- the same images again, times the POST through got: ${medianRatio(same, post).toFixed(2)}
- times the POST after the same reading of images: ${medianRatio(other, reading).toFixed(2)}
`;
}
