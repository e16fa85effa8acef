import { afterAll, expect, test } from '@jest/globals';
import {
  bytesSource,
  checkCreateElement,
  formatPath,
  type InputIssue,
  UrlIssueError,
} from '@kling-elements/validation';

import { serveMedia } from '../../harness/media/serve.ts';
import { casesWith } from './cases.ts';
import { canonicalForm } from './canonical-form.ts';

const server = await serveMedia();
const cases = casesWith(server.url);
afterAll(() => server.close());

/** The simplest way to open a URL: all of it at once. */
async function openUrl(url: string) {
  const response = await fetch(url);
  if (!response.ok) throw new UrlIssueError({ code: 'URL_UNREADABLE', message: `HTTP ${response.status}.` });
  return bytesSource(await response.bytes());
}

/** In these cases bytes are called files. */
const summaryOf = (issues: readonly InputIssue[]) =>
  issues.map(
    ({ path, code }) => `${formatPath(path.map((step) => (step === 'bytes' ? 'file' : step)))} ${code}`,
  );

test('there are enough cases, each with a name of its own', () => {
  expect(cases.length).toBeGreaterThanOrEqual(150);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test.each(cases)(
  'validation reports the issues of $name',
  async ({ input, issues, warnings = [], allowPrivateUrls = true }) => {
    const verdict = await checkCreateElement(canonicalForm(input), {
      allowPrivateUrls,
      ...(allowPrivateUrls ? { openUrl } : {}),
    });
    expect({
      issues: verdict.ok ? [] : summaryOf(verdict.issues),
      warnings: summaryOf(verdict.warnings),
    }).toEqual({
      issues,
      warnings,
    });
  },
);
