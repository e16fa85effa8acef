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
  // With a public API, media and callback URLs must be public too; what is refused is never sent.
  public: new Engine({ baseUrl: 'https://api-singapore.klingai.com' }),
};

const nodeCases = casesWith(server.url).flatMap((one) => {
  const form = nodeForm(one.input);
  return form === undefined ? [] : [{ ...one, ...form }];
});

/** `reference.images.others[1].file CODE` with the editor's label for the path. */
function inLabels(issue: string): string {
  const [path = '', code] = issue.split(' ');
  const steps = path.split(/[.[\]]+/).filter(Boolean);
  const canonical = steps.map((step) =>
    /^\d+$/.test(step) ? Number(step) : step === 'file' ? 'bytes' : step,
  );
  return `${labelOf(canonical)} ${code}`;
}

test('nearly all shared cases can be expressed in parameters of Create Element', () => {
  expect(nodeCases.length).toBeGreaterThanOrEqual(180);
});

test.each(nodeCases)(
  'Create Element reports the issues of the shared case: $name',
  async ({ parameters, item, issues, warnings = [], allowPrivateUrls = true }) => {
    const engine = allowPrivateUrls ? engines.private : engines.public;
    const ended = await engine.run(
      { node: 'KlingCreateElement', parameters, onError: 'continueRegularOutput' },
      [item],
    );
    const json = ended.outputs[0]?.[0]?.json;
    const error = json?.error as { issues?: { parameter: string; code: string }[] } | undefined;
    expect({
      issues: (error?.issues ?? []).map(({ parameter, code }) => `${parameter} ${code}`),
      // The only kind of issue that is a warning.
      warnings: ended.hints.map(({ message }) =>
        message.replace(/^"(.*?)": .* Kling may still be able to read it; .*$/, '$1 URL_UNREADABLE'),
      ),
    }).toEqual({ issues: issues.map(inLabels), warnings: warnings.map(inLabels) });
    if (issues.length === 0 && warnings.length === 0)
      expect(json).toMatchObject({ task_status: 'submitted' });
  },
);
