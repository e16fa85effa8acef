import { afterAll, expect, test } from '@jest/globals';
import { checkGenerateImage, checkGenerateVideo } from '@kling-elements/validation/generation';

import { serveMedia } from '../../../harness/media/serve.ts';
import { canonicalForm } from '../canonical-form.ts';
import { issueSummary } from '../issue-summary.ts';
import { openUrl } from '../open-url.ts';
import { knownElements } from './generation-case.ts';
import { imageCases } from './image-cases.ts';
import { videoCases } from './video-cases.ts';

const server = await serveMedia();
const cases = [...videoCases(server.url), ...imageCases()];
afterAll(() => server.close());

test('there are enough cases of generations, each with a name of its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(120);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test.each(cases)(
  'validation reports the issues of $name',
  async ({ kind, input, issues, warnings = [], sent, units }) => {
    const options = { allowPrivateUrls: true, openUrl, knownElements };
    const check = kind === 'video' ? checkGenerateVideo : checkGenerateImage;
    const verdict = await check(canonicalForm(input), options);
    expect({
      issues: verdict.ok ? [] : issueSummary(verdict.issues),
      warnings: issueSummary(verdict.warnings),
    }).toEqual({ issues, warnings });
    if (!verdict.ok) return;
    if (units !== undefined) expect(verdict.estimate.units).toBe(units);
    const shots = 'shotPrompts' in verdict ? verdict.shotPrompts : [];
    if (sent !== undefined) expect(typeof sent === 'string' ? verdict.prompt : shots).toEqual(sent);
  },
);
