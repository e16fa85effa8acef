import { createOnce, createVoiceBody, parseCreateVoice, type Path } from '@kling-elements/validation';

import { expectCallback } from '../../../shared/callbacks/expected-callbacks.ts';
import { explainOwnUrl } from '../../../shared/callbacks/own-url.ts';
import { derivedExternalId } from '../../../shared/execution/derived-external-id.ts';
import { InvalidParametersError } from '../../../shared/parameters/invalid-parameters.ts';
import { inputOptionsOf } from '../../../shared/parameters/input-options.ts';
import { simplifiedTask } from '../../../shared/items/simplify.ts';
import { textOf } from '../../../shared/parameters/text-of.ts';
import type { Operation } from '../../operation.ts';
import { createVoiceFields } from './create-fields.ts';

export const create: Operation = {
  name: 'Create',
  value: 'create',
  action: 'Create voice',
  description: 'Create a voice from a recording. Returns a task that Kling Wait for Task can wait for.',
  fields: createVoiceFields,
  async execute(context, itemIndex, runtime) {
    const text = (value: unknown, field: string) => textOf(context, itemIndex, labelOf([field]), value);
    const parameter = (name: string, field: string) => text(context.getNodeParameter(name, itemIndex), field);
    const source: unknown = context.getNodeParameter('source', itemIndex);
    const options = context.getNodeParameter('options', itemIndex, {}) as {
      externalTaskId?: unknown;
      callbackUrl?: unknown;
    };
    const raw = {
      name: parameter('voiceName', 'name'),
      sample:
        source === 'video'
          ? { videoId: parameter('videoId', 'videoId') }
          : { url: parameter('voiceUrl', 'url') },
      externalId: text(options.externalTaskId, 'externalId'),
      callbackUrl: text(options.callbackUrl, 'callbackUrl'),
    };
    const parsed = parseCreateVoice(raw, await inputOptionsOf(context));
    if (!parsed.ok) {
      const issues = explainOwnUrl(context, itemIndex, parsed.issues, raw.callbackUrl);
      throw new InvalidParametersError(issues, labelOf);
    }
    const { input } = parsed;
    const externalId = input.externalId ?? derivedExternalId(context, itemIndex);
    const body = createVoiceBody(input, { externalId, callbackUrl: input.callbackUrl });
    const { task, repeated } = await createOnce(body, externalId, runtime, 'voice');
    if (!repeated) expectCallback(context, itemIndex, { ...task, externalId }, input.callbackUrl);
    return [{ ...simplifiedTask(task, 'voice'), repeated }];
  },
};

const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  sample: 'Create From',
  url: 'Recording URL',
  videoId: 'Video ID',
  externalId: 'External Task ID',
  callbackUrl: 'Callback URL',
};

function labelOf(path: Path): string {
  return labels[String(path.at(-1))] ?? 'Voice';
}
