import {
  checkCreateElement,
  createElementBody,
  type CreateElementInput,
  createOnce,
  type InputIssue,
  parseCreateElement,
  getWithRetries,
  requests,
  type Runtime,
} from '@kling-elements/validation';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { derivedExternalId } from '../shared/execution/derived-external-id.ts';
import { urlOpener } from '../shared/open-url.ts';
import { issueText, InvalidParametersError } from '../shared/parameters/invalid-parameters.ts';
import { inputOptionsOf } from '../shared/parameters/private-urls.ts';
import { simplifiedTask } from '../shared/items/simplify.ts';
import { readInput, type ReadInput } from './input.ts';
import { labelOf } from './labels.ts';

interface Options {
  readonly checkMedia?: boolean;
  readonly simple?: boolean;
}

/** Makes one element of one item, once. */
export async function createElement(
  context: IExecuteFunctions,
  itemIndex: number,
  runtime: Runtime,
): Promise<IDataObject> {
  const options = context.getNodeParameter('options', itemIndex, {}) as Options;
  const input = await judged(context, itemIndex, options.checkMedia ?? true);
  const externalId = input.externalId ?? derivedExternalId(context, itemIndex);
  const body = createElementBody(input, { externalId, callbackUrl: input.callbackUrl });
  const { task, repeated } = await createOnce(body, externalId, runtime);
  if (options.simple ?? true) return { ...simplifiedTask(task), repeated };
  return (await getWithRetries(requests.task(task.id), runtime)).data as IDataObject;
}

/** @throws InvalidParametersError with all that is wrong */
async function judged(
  context: IExecuteFunctions,
  itemIndex: number,
  checkMedia: boolean,
): Promise<CreateElementInput> {
  const { raw, again } = await readInput(context, itemIndex);
  const inputOptions = await inputOptionsOf(context);
  const verdict = checkMedia
    ? await checkCreateElement(raw, { ...inputOptions, openUrl: urlOpener(context) })
    : { ...parseCreateElement(raw, inputOptions), warnings: [] };
  if (!verdict.ok) throw new InvalidParametersError(toldOnce(verdict.issues, again), labelOf);
  for (const { path, code, message } of toldOnce(verdict.warnings, again)) {
    context.addExecutionHints({
      message: issueText({ parameter: labelOf(path), code, message }),
      type: 'warning',
      location: 'outputPane',
    });
  }
  return verdict.input;
}

function toldOnce(issues: readonly InputIssue[], again: ReadInput['again']): InputIssue[] {
  return issues.filter(({ path: [, , place, index] }) => !(place === 'others' && again.has(Number(index))));
}
