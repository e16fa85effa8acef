import { type Sandbox, startSandbox } from '@kling-elements/sandbox';

import { WorkflowBuilder } from '../../harness/n8n/workflow.ts';
import { median } from '../../harness/statistics.ts';
import { cpuMs } from '../measure/process-cost.ts';
import { startMeasuredN8n } from './measured-n8n.ts';

export const items = 200;
export const rounds = 9;

const image = (name: string) => `https://example.com/${name}.png`;
const createFrom = (front: string, side: string) => ({
  name: '={{ "Item " + $json.index }}',
  description: 'Made to be measured',
  frontalImageUrl: front,
  otherImages: { images: [{ source: 'url', url: side }] },
});
/** What Create Element sends, as one would write it for n8n's own node. */
const body = `={{ JSON.stringify({
  element_name: "Item " + $json.index,
  element_description: "Made to be measured",
  reference_type: "image_refer",
  element_image_list: {
    frontal_image: "${image('front')}",
    refer_images: [{ image_url: "${image('side')}" }],
  },
  external_task_id: $execution.id + "-" + $json.index,
}) }}`;

export interface Candidate {
  readonly name: string;
  /** n8n's CPU time per item, in milliseconds, without that of the workflow around the node. */
  readonly cpuMs: number;
}

/** n8n's CPU time per item of a node, compared with n8n's own HTTP Request for the same request. */
export async function measurePerItem(home: string): Promise<Candidate[]> {
  await using sandbox = await startSandbox({ hold: true });
  await using running = await startMeasuredN8n(home);
  const { actions, pid } = running;
  const credential = await actions.addCredential({ baseUrl: sandbox.url });

  const workflow = async (add: (builder: WorkflowBuilder) => WorkflowBuilder) => {
    const rows = JSON.stringify({ rows: Array.from({ length: items }, (_, index) => ({ index })) });
    const builder = new WorkflowBuilder(credential)
      .base('Start', 'manualTrigger')
      .base('Rows', 'set', { mode: 'raw', jsonOutput: rows }, { typeVersion: 3.4 })
      .base('Items', 'splitOut', { fieldToSplitOut: 'rows' });
    return await actions.addWorkflow(add(builder).chain('Start', 'Rows', 'Items', 'Node').build());
  };
  const sample = (name: string) => `${sandbox.url}/sandbox/media/${name}`;
  const request = {
    method: 'POST',
    url: `${sandbox.url}/v1/general/advanced-custom-elements`,
    authentication: 'predefinedCredentialType',
    nodeCredentialType: 'klingApi',
    sendBody: true,
    specifyBody: 'json',
    jsonBody: body,
  };
  const candidates = {
    'nothing (No Operation)': await workflow((builder) => builder.base('Node', 'noOp')),
    'HTTP Request, the same POST': await workflow((builder) =>
      builder.withCredential('Node', 'httpRequest', request, { typeVersion: 4.2 }),
    ),
    'Create Element': await workflow((builder) =>
      builder.klingNode('Node', 'klingCreateElement', {
        ...createFrom(image('front'), image('side')),
        options: { checkMedia: false },
      }),
    ),
    'Create Element, inspecting both images first': await workflow((builder) =>
      builder.klingNode(
        'Node',
        'klingCreateElement',
        createFrom(sample('square.png'), sample('portrait.png')),
      ),
    ),
  };
  const spent = new Map<string, number[]>(Object.keys(candidates).map((name) => [name, []]));
  // The first round is not counted. In turns, so that other activity on the machine affects all of them alike.
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, saved] of Object.entries(candidates)) {
      const before = cpuMs(pid);
      // Requests to n8n cost it time as well: there are none before the last item is created.
      const last = name.startsWith('nothing') ? undefined : createsAnswered(sandbox, items);
      const id = await actions.run(saved);
      await last;
      await actions.reaches(id, 'success');
      if (round >= 0) spent.get(name)?.push((cpuMs(pid) - before) / items);
    }
  }
  const [idle = [], ...others] = spent.values();
  const names = Object.keys(candidates).slice(1);
  return others.map((values, index) => ({ name: names[index] ?? '', cpuMs: median(values) - median(idle) }));
}

/** Resolves when this many creates have been answered. */
function createsAnswered(sandbox: Sandbox, count: number): Promise<void> {
  return new Promise((resolve) => {
    let left = count;
    const stop = sandbox.on('answer', ({ operation }) => {
      if (operation === 'create') left -= 1;
      if (left > 0) return;
      stop();
      resolve();
    });
  });
}
