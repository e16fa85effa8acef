import { afterAll, expect, test } from '@jest/globals';
import { bytesSource, formatPath, type InputIssue, UrlIssueError } from '@kling-elements/validation';
import { checkGenerateImage, checkGenerateVideo } from '@kling-elements/validation/generation';

import { serveMedia } from '../../../harness/media/serve.ts';
import { canonicalForm } from '../canonical-form.ts';
import { knownElements } from './generation-case.ts';
import { imageCases } from './image-cases.ts';
import { videoCases } from './video-cases.ts';

const server = await serveMedia();
const cases = [...videoCases(server.url), ...imageCases()];
afterAll(() => server.close());

/** The simplest way to open a URL: all of it at once. */
async function openUrl(url: string) {
  const response = await fetch(url);
  if (!response.ok) throw new UrlIssueError({ code: 'URL_UNREADABLE', message: `HTTP ${response.status}.` });
  return bytesSource(await response.bytes());
}

const summaryOf = (issues: readonly InputIssue[]) =>
  issues.map(
    ({ path, code }) => `${formatPath(path.map((step) => (step === 'bytes' ? 'file' : step)))} ${code}`,
  );

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
      issues: verdict.ok ? [] : summaryOf(verdict.issues),
      warnings: summaryOf(verdict.warnings),
    }).toEqual({ issues, warnings });
    if (!verdict.ok) return;
    if (units !== undefined) expect(verdict.estimate.units).toBe(units);
    const shots = 'shotPrompts' in verdict ? verdict.shotPrompts : [];
    if (sent !== undefined) expect(typeof sent === 'string' ? verdict.prompt : shots).toEqual(sent);
  },
);
