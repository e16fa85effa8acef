import { afterAll, expect, test } from '@jest/globals';
import { startSandbox } from '@kling-elements/sandbox';

import { media } from '../../../harness/media/index.ts';
import { mediaServerCases, serveMediaCases } from '../../cases/media-servers.ts';
import { Engine } from './engine.ts';
import { nodeForm } from './node-form.ts';

const server = await serveMediaCases();
const sandbox = await startSandbox({ hold: true });
afterAll(async () => {
  await sandbox.close();
  await server.close();
});
const engine = new Engine({ baseUrl: sandbox.url });

test.each(mediaServerCases)('n8n’s own client reads an image from a server that sends $name', async (one) => {
  const images = { frontal: { url: server.urlOf(one) }, others: [{ file: media('side-480x640.png') }] };
  const form = nodeForm({ name: 'Maja', description: 'A girl with a red hat', reference: { images } });
  if (form === undefined) throw new Error('The node has no parameters for this.');
  const ended = await engine.run(
    {
      node: 'KlingCreateElement',
      parameters: form.parameters,
      onError: 'continueRegularOutput',
    },
    [form.item],
  );
  const error = ended.outputs[0]?.[0]?.json.error as { issues?: { code: string }[] } | undefined;
  // The only kind of issue that is a warning.
  const warnings = ended.hints.map(({ message }) =>
    message.includes('Kling may still be able to read it') ? 'URL_UNREADABLE' : message,
  );
  expect([...(error?.issues ?? []).map(({ code }) => code), ...warnings]).toEqual(one.codes);
});
