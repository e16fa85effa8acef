import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { limits } from '@kling-elements/validation';

import { pngOfSize } from '../../harness/media/index.ts';
import { temporaryFolder } from '../../harness/temporary-folder.ts';
import { startContender } from '../measure/contenders.ts';
import { judge } from '../measure/goal.ts';
import { median, medianRatio } from '../../harness/statistics.ts';
import { spread, formatNumber } from '../measure/format.ts';
import { startGateway } from '../measure/gateway.ts';
import { resetPeak } from '../measure/process-cost.ts';
import type { Program } from '../measure/program.ts';
import { measureInTurns } from '../measure/rounds.ts';
import { row, table } from '../measure/table.ts';
import { startUpstream } from '../measure/upstream.ts';
import { createMutation } from './create-mutation.ts';

const large = limits.image.maxBytes;
const small = 20_000;
const allMB = (4 * large) / 2 ** 20;
/** Creates after the first one, whose memory counts; for the CPU time. */
const more = 3;

interface Candidate {
  readonly path: string;
  /** For small images. */
  readonly smallPath: string;
  readonly start: () => Promise<Program>;
  /** The request body. @param bytes the size of each image */
  readonly body: (bytes: number) => FormData | Blob | null;
}

/** A request of the GraphQL multipart request specification. */
function upload(bytes: Uint8Array<ArrayBuffer>): FormData {
  const places = ['frontal', 'others.0', 'others.1', 'others.2'];
  const image = { file: null };
  const input = {
    name: 'Maja',
    description: 'A girl with a red umbrella',
    reference: { images: { frontal: image, others: [image, image, image] } },
  };
  const form = new FormData();
  form.set('operations', JSON.stringify({ query: createMutation, variables: { input } }));
  const paths = places.map((place, index) => [index, [`variables.input.reference.images.${place}.file`]]);
  form.set('map', JSON.stringify(Object.fromEntries(paths)));
  for (const index of places.keys()) form.set(String(index), new File([bytes], 'image.png'));
  return form;
}

async function send({ url }: Program, path: string, body: FormData | Blob | null): Promise<void> {
  const response = await fetch(`${url}${path}`, { method: 'POST', body });
  const text = await response.text();
  if (!/"(task_)?id":"\d+"/.test(text)) throw new Error(text.slice(0, 1000));
}

/** `createElement` with four uploaded images, each as large as Kling accepts. */
export async function measureFromUploads(): Promise<string> {
  await using upstream = await startUpstream();
  const images = new Map([large, small].map((bytes) => [bytes, pngOfSize(bytes)]));
  const imageOf = (bytes: number) => images.get(bytes) ?? new Uint8Array();
  const file = join(temporaryFolder(), 'image.png');
  writeFileSync(file, imageOf(large));
  const environment = { UPSTREAM_URL: upstream.url };
  const candidates: Readonly<Record<string, Candidate>> = {
    'our gateway': {
      start: () => startGateway(upstream.url, { POLL_MIN_MS: '3600000', POLL_MAX_MS: '3600000' }),
      body: (bytes) => upload(imageOf(bytes)),
      path: '/graphql',
      smallPath: '/graphql',
    },
    'bare: encodes what is in memory, and posts it through got': {
      start: () => startContender('create/encode-and-post', { ...environment, IMAGE_FILE: file }),
      body: () => null,
      path: '/',
      smallPath: '/small',
    },
    'bare: receives the four, encodes them, and posts them through got': {
      start: () => startContender('create/encode-and-post', environment),
      body: (bytes) => new Blob(Array.from({ length: 4 }, () => imageOf(bytes))),
      path: '/',
      smallPath: '/small',
    },
  };
  const measured = await measureInTurns(
    candidates,
    async ({ start, body, path, smallPath }) => {
      await using server = await start();
      // What is loaded on first use does not count as the upload's memory.
      await send(server, smallPath, body(small));
      const { now } = server.memoryMB();
      resetPeak(server.pid);
      await send(server, path, body(large));
      const { peak } = server.memoryMB();
      const before = server.cpuMs();
      for (let index = 0; index < more; index += 1) await send(server, path, body(large));
      return { rise: peak - now, peak, cpuMs: (server.cpuMs() - before) / more };
    },
    { warmUps: 0 },
  );
  const of = (name: string, figure: 'rise' | 'peak' | 'cpuMs') =>
    (measured.get(name) ?? []).map((one) => one[figure]);
  const [ours = '', inMemory = '', sent = ''] = Object.keys(candidates);
  const cpu = of(ours, 'cpuMs');
  return `
### From uploads

\`createElement\` with four uploaded images of ${formatNumber(large / 2 ** 20)} MB: ${formatNumber(allMB)} MB in total, ${formatNumber((allMB * 4) / 3)} MB as Base64. Memory: what the first create adds in a fresh process, in each of five rounds. CPU: of each of the next ${more}.

${table(
  [
    'server',
    'MB above idle',
    'times the images',
    'MB at most',
    'CPU ms a create',
    'times encoding and posting',
  ],
  ...Object.keys(candidates).map((name) =>
    row(
      name,
      spread(of(name, 'rise')),
      (median(of(name, 'rise')) / allMB).toFixed(2),
      formatNumber(median(of(name, 'peak'))),
      spread(of(name, 'cpuMs')),
      medianRatio(of(name, 'cpuMs'), of(inMemory, 'cpuMs')).toFixed(2),
    ),
  ),
)}

${judge('memory above idle, times the images, the worst round', Math.max(...of(ours, 'rise')) / allMB, { atMost: 3 })}
${judge('CPU, times encoding and posting what is in memory', medianRatio(cpu, of(inMemory, 'cpuMs')), { atMost: 1.5 })}
- CPU, times the same with receiving: ${medianRatio(cpu, of(sent, 'cpuMs')).toFixed(2)}
`;
}
