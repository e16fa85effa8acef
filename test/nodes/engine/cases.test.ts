import { afterAll, expect, test } from '@jest/globals';
import { startSandbox } from '@kling-elements/sandbox';

import { labelOf } from '../../../nodes/KlingCreateElement/labels.ts';
import { casesWith } from '../../cases/cases.ts';
import { serveMedia } from '../../../harness/media/serve.ts';
import { Engine } from './engine.ts';
import { nodeForm } from './node-form.ts';

const server = await serveMedia();
const sandbox = await startSandbox({ hold: true });
afterAll(async () => {
  await sandbox.close();
  await server.close();
});

const engines = {
  private: new Engine({ baseUrl: sandbox.url }),
  // Where the API is public, so must be media and callbacks; what is refused never gets there.
  public: new Engine({ baseUrl: 'https://api-singapore.klingai.com' }),
};

const judged = casesWith(server.url).flatMap((one) => {
  const form = nodeForm(one.input);
  return form === undefined ? [] : [{ ...one, ...form }];
});

/** `reference.images.others[1].file CODE` in the words of the editor. */
function inLabels(issue: string): string {
  const [path = '', code] = issue.split(' ');
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  const canonical = steps.map((step) =>
    /^\d+$/.test(step) ? Number(step) : step === 'file' ? 'bytes' : step,
  );
  return `${labelOf(canonical)} ${code}`;
}

test('nearly all cases can be said in the node’s parameters', () => {
  expect(judged.length).toBeGreaterThanOrEqual(180);
});

test.each(judged)('$name', async ({ parameters, item, issues, warnings = [], allowPrivateUrls = true }) => {
  const engine = allowPrivateUrls ? engines.private : engines.public;
  const ended = await engine.run(
    { node: 'KlingCreateElement', parameters, onError: 'continueRegularOutput' },
    [item],
  );
  const json = ended.outputs[0]?.[0]?.json;
  const error = json?.error as { issues?: { parameter: string; code: string }[] } | undefined;
  expect({
    issues: (error?.issues ?? []).map(({ parameter, code }) => `${parameter} ${code}`),
    warnings: ended.hints.map(({ message }) => message.replace(/: .* \[(\w+)\]$/, ' $1')),
  }).toEqual({ issues: issues.map(inLabels), warnings: warnings.map(inLabels) });
  if (issues.length === 0 && warnings.length === 0) expect(json).toMatchObject({ task_status: 'submitted' });
});
