import { pngImage, startSandbox } from '@kling-elements/sandbox';
import { randomUUID } from 'node:crypto';

import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';
import { residentMB, resetPeak } from '../measure/process-cost.ts';
import { startMeasuredN8n } from './measured-n8n.ts';

const places = ['front', 'side', 'back', 'close'] as const;
export const rounds = 5;

/** In MB. */
export interface ImageMemory {
  readonly imageMB: number;
  /** The peak rise of n8n's memory while it receives the images and creates an element from them. */
  readonly withNode: number;
  /** The same without the node: only received. */
  readonly without: number;
}

/** The memory that one execution needs to create an element from four images of nearly 10 MB each. */
export async function measureImages(home: string): Promise<ImageMemory> {
  await using sandbox = await startSandbox({ hold: true });
  await using running = await startMeasuredN8n(home);
  const { actions, pid } = running;
  const credential = await actions.addCredential({ baseUrl: sandbox.url });
  const bytes = pngImage({ width: 3150, height: 3150, hue: 0, uncompressed: true });

  const listening = async (add: (builder: WorkflowBuilder) => WorkflowBuilder) => {
    const path = randomUUID();
    const builder = new WorkflowBuilder(credential).base(
      'Upload',
      'webhook',
      { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'noData', options: {} },
      { webhookId: path, typeVersion: 2 },
    );
    await actions.activate(await actions.addWorkflow(add(builder).chain('Upload', 'Node').build()));
    return async () => {
      const form = new FormData();
      for (const place of places) form.set(place, new File([bytes], `${place}.png`, { type: 'image/png' }));
      await running.liveMB();
      const { now } = residentMB(pid);
      resetPeak(pid);
      const response = await fetch(`${actions.rest.url}/webhook/${path}`, { method: 'POST', body: form });
      if (!response.ok)
        throw new Error(`The upload failed with ${response.status}: ${await response.text()}`);
      return residentMB(pid).peak - now;
    };
  };
  const nothing = await listening((builder) => builder.base('Node', 'noOp'));
  const create = await listening((builder) =>
    builder.klingNode('Node', 'klingCreateElement', {
      name: 'Large',
      description: 'Made to be measured',
      frontalImageSource: 'binary',
      frontalImageBinaryField: places[0],
      otherImages: { images: places.slice(1).map((binaryField) => ({ source: 'binary', binaryField })) },
    }),
  );
  const rises = { nothing: [] as number[], create: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    rises.nothing.push(await nothing());
    rises.create.push(await create());
  }
  if (sandbox.calls.create !== rounds) throw new Error('Not every element was created.');
  const [without, withNode] = [Math.max(...rises.nothing), Math.max(...rises.create)];
  return { imageMB: bytes.length / 2 ** 20, without, withNode };
}
