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

import { expectCallback } from '../shared/callbacks/expected-callbacks.ts';
import { derivedExternalId } from '../shared/execution/derived-external-id.ts';
import { simplifiedTask } from '../shared/items/simplify.ts';
import { urlOpener } from '../shared/open-url.ts';
import { inputOptionsOf } from '../shared/parameters/input-options.ts';
import { InvalidParametersError, issueText } from '../shared/parameters/invalid-parameters.ts';
import { type RawInput, readInput } from './input.ts';
import { labelOf } from './labels.ts';

interface Options {
  readonly checkMedia?: boolean;
  readonly simple?: boolean;
}

/** Creates the element of one item, once. */
export async function createElement(
  context: IExecuteFunctions,
  itemIndex: number,
  runtime: Runtime,
): Promise<IDataObject> {
  const options = context.getNodeParameter('options', itemIndex, {}) as Options;
  const input = await checkedInput(context, itemIndex, options.checkMedia ?? true);
  const externalId = input.externalId ?? derivedExternalId(context, itemIndex);
  const body = createElementBody(input, { externalId, callbackUrl: input.callbackUrl });
  const { task, repeated } = await createOnce(body, externalId, runtime);
  if (!repeated) expectCallback(context, itemIndex, { ...task, externalId }, input.callbackUrl);
  if (options.simple ?? true) return { ...simplifiedTask(task, 'element'), repeated };
  return (await getWithRetries(requests.task(task.id), runtime)).data as IDataObject;
}

/** @throws InvalidParametersError with all issues of the item */
async function checkedInput(
  context: IExecuteFunctions,
  itemIndex: number,
  checkMedia: boolean,
): Promise<CreateElementInput> {
  const { raw, frontalAgain } = await readInput(context, itemIndex);
  const inputOptions = await inputOptionsOf(context);
  const checked = checkMedia
    ? await checkCreateElement(raw, { ...inputOptions, openUrl: urlOpener(context) })
    : { ...parseCreateElement(raw, inputOptions), warnings: [] };
  if (!checked.ok) throw new InvalidParametersError(reportedOnce(checked.issues, frontalAgain), labelOf);
  for (const { path, code, message } of reportedOnce(checked.warnings, frontalAgain)) {
    context.addExecutionHints({
      message: issueText({ parameter: labelOf(path), code, message }),
      type: 'warning',
      location: 'outputPane',
    });
  }
  return checked.input;
}

function reportedOnce(issues: readonly InputIssue[], frontalAgain: RawInput['frontalAgain']): InputIssue[] {
  return issues.filter(
    ({ path: [, , place, index] }) => !(place === 'others' && frontalAgain.has(Number(index))),
  );
}
